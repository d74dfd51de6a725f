/** Reads an address one after the other for so long, with a pause between, and tells how long the answers took. */
import { Agent, get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const [url = '', ms = '1000'] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const read = (): Promise<void> =>
  new Promise((resolve, reject) => {
    get(url, { agent }, (answer) => answer.resume().on('end', resolve)).on('error', reject);
  });

const took: number[] = [];
for (const end = performance.now() + Number(ms); performance.now() < end; await pause(2)) {
  const from = performance.now();
  await read();
  took.push(performance.now() - from);
}
agent.destroy();
took.sort((a, b) => a - b);
const at = (part: number): number => took[Math.floor(took.length * part)] ?? Number.NaN;
process.send?.({ p50: at(0.5), p99: at(0.99), reads: took.length });
