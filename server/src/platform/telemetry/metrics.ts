import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

/** What operators watch. Labels come from closed lists only, so that the number of series stays bounded. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'miaodai_' });
  const registers = [registry];
  return {
    registry,
    httpSeconds: new Histogram({
      name: 'miaodai_http_request_seconds',
      help: 'Time to answer an operation.',
      labelNames: ['operation', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    outsideSeconds: new Histogram({
      name: 'miaodai_outside_call_seconds',
      help: 'Time until another system answered, by outcome.',
      labelNames: ['system', 'operation', 'outcome'],
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    jobs: new Counter({
      name: 'miaodai_jobs_total',
      help: 'Jobs that ended, by queue and how.',
      labelNames: ['queue', 'result'],
      registers,
    }),
    /** A figure that is looked up when it is asked for. */
    figure(name: string, help: string, read: () => Promise<number>): void {
      const gauge: Gauge = new Gauge({ name, help, registers, collect: async () => gauge.set(await read()) });
    },
  };
}
