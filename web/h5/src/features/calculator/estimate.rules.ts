import type { AnswerOf } from '../../api.ts';
import { yuanShort } from '../../shared/yuan.ts';

export type Estimate = AnswerOf<'estimateLimit'>;

/** The limit as it is told: a range, one figure where both ends are the same, or the most that is thinkable. */
export function limitText({ outcome, fromFen, toFen }: Pick<Estimate, 'outcome' | 'fromFen' | 'toFen'>): string {
  if (toFen === null) return '';
  if (outcome === 'at-most' || fromFen === null) return `最高约 ${yuanShort(toFen)} 元`;
  return fromFen === toFen ? `约 ${yuanShort(toFen)} 元` : `${yuanShort(fromFen)} – ${yuanShort(toFen)} 元`;
}

const LEAST_AGE = 16;
const MOST_AGE = 100;

/** An age may be left out; what is typed must be one. */
export function ageError(text: string): string | undefined {
  if (text === '') return undefined;
  const age = Number(text);
  return age >= LEAST_AGE && age <= MOST_AGE ? undefined : `请填写 ${LEAST_AGE} 至 ${MOST_AGE} 之间的周岁，或留空`;
}
