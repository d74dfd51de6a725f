import type { ReadingRule } from '@miaodai/ui';
import type { LegalDocument } from '../api.ts';

/** How a text must be read before it is agreed to, as the bank has set it with its words; nothing where none is there yet. */
export const readingRule = (text: Pick<LegalDocument, 'readingSeconds' | 'mustReachEnd'> | undefined): ReadingRule => ({
  seconds: text?.readingSeconds ?? 0,
  toTheEnd: text?.mustReachEnd ?? true,
});
