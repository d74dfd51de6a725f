import { createWorkerPool } from '../workers/pool.ts';
import { signPdf } from './sign.ts';
import type { PdfReport, SignBy, SignedPdf } from './types.ts';
import type { Asked } from './verify.worker.ts';

export type Pades = {
  /** Some milliseconds of this thread; keys are used in the thread pool, or wherever they live. @throws what a key or `stamp` throws. */
  sign(pdf: Buffer, by: SignBy): Promise<SignedPdf>;
  /** Of any file that anybody sends, in a thread that is ended where it takes too long. @throws Overloaded */
  verify(pdf: Buffer, roots: readonly Buffer[]): Promise<PdfReport>;
  stop(): Promise<void>;
};

/** A contract takes some tens of milliseconds; a worker's start is counted, too. */
const DEADLINE_MS = 10_000;

export function createPades(): Pades {
  const file = new URL('verify.worker.ts', import.meta.url);
  const pool = createWorkerPool<Asked, PdfReport>({
    ...{ file, name: 'verify-pdf', threads: 1, maxWaiting: 16, deadlineMs: DEADLINE_MS },
  });
  return {
    sign: signPdf,
    async verify(pdf, roots) {
      // A copy of its own: what is sent to a thread is gone here.
      const sent = new Uint8Array(pdf);
      return pool.run({ pdf: sent, roots }, [sent.buffer]);
    },
    stop: pool.stop,
  };
}
