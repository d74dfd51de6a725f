import { createWorkerPool, Overloaded } from '../../platform/workers/pool.ts';
import { done, refused, unknown } from '../outcome.ts';
import type { IdCardReader, IdCardReading, Side } from './port.ts';
import type { Asked, Told } from './worker.ts';

/** Reads identity cards in this house, in threads of its own: no picture leaves the server. */
export function localIdCardReader({ threads, maxWaiting }: { threads: number; maxWaiting: number }) {
  const pool = createWorkerPool<Asked, Told>({
    file: new URL('worker.ts', import.meta.url),
    name: 'id-card-reader',
    ...{ threads, maxWaiting },
  });
  const reader: IdCardReader = {
    async read<S extends Side>(image: Uint8Array, side: S) {
      try {
        const told = await pool.run({ image, side });
        if ('notAPicture' in told) return refused('not-a-picture', told.notAPicture);
        return done(told.reading as IdCardReading<S>);
      } catch (error) {
        if (error instanceof Overloaded) throw error;
        return unknown(error instanceof Error ? error.message : String(error));
      }
    },
  };
  return { reader, stop: pool.stop };
}
