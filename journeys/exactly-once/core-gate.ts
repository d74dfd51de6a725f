import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

type Cleanup = { after(work: () => Promise<void>): void };

/** The way to the core, which a test can close: nobody listens there then, as after a crash of its machine. */
export async function coreGate(t: Cleanup, coreUrl: string) {
  const { hostname, port } = new URL(coreUrl);
  const sockets = new Set<Socket>();
  let words: string | undefined;
  let told: () => void;
  const closed = new Promise<void>((resolve) => (told = resolve));
  const listening = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket
        .on('error', () => undefined)
        .on('close', () => (sockets.delete(socket), client.destroy(), upstream.destroy()));
    }
    client.on('data', (chunk: Buffer) => {
      if (words !== undefined && chunk.includes(words)) shut();
      else upstream.write(chunk);
    });
    upstream.pipe(client);
  });
  const shut = () => {
    words = undefined;
    listening.close();
    for (const socket of sockets) socket.destroy();
    told();
  };
  const open = async (at: number) => {
    listening.listen(at, '127.0.0.1');
    await once(listening, 'listening');
    return (listening.address() as { port: number }).port;
  };
  const own = await open(0);
  t.after(async () => {
    for (const socket of sockets) socket.destroy();
    listening.close();
  });
  return {
    url: `http://127.0.0.1:${own}`,
    /** Closes as soon as these words come by; they do not get through. */
    closeOn: (text: string) => void (words = text),
    closed,
    open: () => open(own),
  };
}
