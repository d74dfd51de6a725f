import { createServer } from 'node:net';

/** The first port from `wanted` on where so many in a row are free, so that a second sandbox finds a place of its own. */
export async function firstFreePort(wanted: number, inARow: number): Promise<number> {
  for (let first = wanted; first < wanted + 1_000 && first + inARow < 65_536; first += inARow) {
    const ports = Array.from({ length: inARow }, (_, i) => first + i);
    const free = await Promise.all(ports.map(isFree));
    if (free.every(Boolean)) return first;
  }
  throw new Error(`no ${inARow} free ports from ${wanted} on`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
