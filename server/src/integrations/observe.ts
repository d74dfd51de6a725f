import type { Outcome } from './outcome.ts';

type Histogram = { observe(labels: Record<'system' | 'operation' | 'outcome', string>, seconds: number): void };

/** The same port, with the time and outcome of every call taken down. */
export function observe<Port extends object>(system: string, port: Port, seconds: Histogram): Port {
  return new Proxy(port, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return async (...args: unknown[]) => {
        const began = performance.now();
        const outcome = (await Reflect.apply(method, target, args)) as Outcome<unknown>;
        seconds.observe({ system, operation: String(name), outcome: outcome.is }, (performance.now() - began) / 1000);
        return outcome;
      };
    },
  });
}
