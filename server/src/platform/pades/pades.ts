import { signPdf } from './sign.ts';
import type { PdfReport, SignBy, SignedPdf } from './types.ts';

export type Pades = {
  /** @throws what a key or `stamp` throws. */
  sign(pdf: Buffer, by: SignBy): Promise<SignedPdf>;
  verify(pdf: Buffer, roots: readonly Buffer[]): Promise<PdfReport>;
  stop(): Promise<void>;
};

export function createPades(): Pades {
  return {
    sign: signPdf,
    verify: () => Promise.reject(new Error('not yet')),
    stop: () => Promise.resolve(),
  };
}
