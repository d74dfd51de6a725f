import { createWorkerPool, Overloaded } from '../workers/pool.ts';
import { signPdf } from './sign.ts';
import type { PdfReport, SignBy, SignedPdf } from './types.ts';
import { unreadable } from './verify.ts';
import type { Asked } from './verify.worker.ts';

export type Pades = {
  /** Some milliseconds of this thread; keys are used in the thread pool, or wherever they live. @throws what a key or `stamp` throws. */
  sign(pdf: Buffer, by: SignBy): Promise<SignedPdf>;
  /** Of a file of this house, in a thread of its own: nobody's uploads hold it up. */
  verify(pdf: Buffer, roots: readonly Buffer[]): Promise<PdfReport>;
  /** Of any file that anybody sends; one that takes too long is not readable. @throws Overloaded */
  verifyUpload(pdf: Buffer, roots: readonly Buffer[]): Promise<PdfReport>;
  stop(): Promise<void>;
};

/** A contract takes some tens of milliseconds; a worker's start is counted, too. */
const DEADLINE_MS = 10_000;

export function createPades(): Pades {
  const own = verifiers('verify-own-pdf', 100);
  const uploads = verifiers('verify-upload', 16);
  return {
    sign: signPdf,
    verify: own.verify,
    async verifyUpload(pdf, roots) {
      try {
        return await uploads.verify(pdf, roots);
      } catch (error) {
        if (error instanceof Overloaded) throw error;
        return unreadable(pdf, '文件过于复杂，检查没有在规定的时间内完成');
      }
    },
    async stop() {
      await own.stop();
      await uploads.stop();
    },
  };
}

function verifiers(name: string, maxWaiting: number) {
  const file = new URL('verify.worker.ts', import.meta.url);
  const pool = createWorkerPool<Asked, PdfReport>({ file, name, threads: 1, maxWaiting, deadlineMs: DEADLINE_MS });
  return {
    verify(pdf: Buffer, roots: readonly Buffer[]): Promise<PdfReport> {
      // A copy of its own: what is sent to a thread is gone here.
      const sent = new Uint8Array(pdf);
      return pool.run({ pdf: sent, roots }, [sent.buffer]);
    },
    stop: pool.stop,
  };
}
