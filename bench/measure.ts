import { cpus, totalmem } from 'node:os';

/** Calls `work` from so many clients, each as soon as its last call has ended; returns calls a second. */
export async function rate(work: () => Promise<unknown>, clients: number, ms: number): Promise<number> {
  let calls = 0;
  const started = performance.now();
  const end = started + ms;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < end) {
        await work();
        calls += 1;
      }
    }),
  );
  return (calls * 1000) / (performance.now() - started);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? Number.NaN;
  return sorted.length % 2 ? upper : (upper + (sorted[(sorted.length >> 1) - 1] ?? Number.NaN)) / 2;
}

export function quartiles(values: readonly number[]): [number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  return [median(sorted.slice(0, Math.ceil(sorted.length / 2))), median(sorted.slice(sorted.length >> 1))];
}

export const percent = (ratio: number): string => `${Math.round(ratio * 100)} %`;

export function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, ${memory} GiB, Node ${process.versions.node}`;
}

/** A table as Markdown, so that it can stand in docs/bench.md as it was printed. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
