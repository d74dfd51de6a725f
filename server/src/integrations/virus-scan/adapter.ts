import { connect } from 'node:net';
import { done, refused, unknown, type Outcome } from '../outcome.ts';
import type { VirusScanner } from './port.ts';

/** clamd takes no larger piece than its StreamMaxLength; pieces of this size keep its buffers small. */
const PIECE = 64 * 1024;
const MOST_ANSWER = 4_096;

/** clamd over TCP (INSTREAM). @param address 'host:port'; undefined where the bank runs none. */
export function clamdScanner(address: string | undefined, deadlineMs: number): VirusScanner {
  if (address === undefined) return { scan: async () => done('not-scanned') };
  const [, host = '', port = ''] = /^\[?([^\]]+)\]?:(\d+)$/.exec(address) ?? [];
  return {
    async scan(content) {
      try {
        return outcomeOf(await ask({ host, port: Number(port) }, content, deadlineMs));
      } catch (error) {
        return unknown(error instanceof Error ? error.message : String(error));
      }
    },
  };
}

/** 'stream: OK', 'stream: <name> FOUND'; anything else is no answer. */
function outcomeOf(answer: string): Outcome<'clean'> {
  if (answer === 'stream: OK') return done('clean');
  const found = /^stream: (\S{1,200}) FOUND$/.exec(answer);
  return found
    ? refused('infected', found[1] ?? '')
    : unknown(`clamd answered ${JSON.stringify(answer.slice(0, 100))}`);
}

const ask = (at: { host: string; port: number }, content: Uint8Array, deadlineMs: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(at);
    const late = setTimeout(
      () => socket.destroy(new Error(`clamd did not answer within ${deadlineMs} ms`)),
      deadlineMs,
    );
    let answer = '';
    socket.setEncoding('latin1');
    socket.on('connect', () => {
      socket.write('zINSTREAM\0');
      for (let from = 0; from < content.length; from += PIECE) {
        const piece = content.subarray(from, from + PIECE);
        socket.write(lengthOf(piece.length));
        socket.write(piece);
      }
      socket.write(lengthOf(0));
    });
    socket.on('data', (text: string) => {
      answer += text;
      if (answer.includes('\0') || answer.length > MOST_ANSWER) socket.end();
    });
    socket.on('error', reject);
    socket.on('close', () => {
      clearTimeout(late);
      resolve(answer.split('\0')[0] ?? '');
    });
  });

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  return length;
}
