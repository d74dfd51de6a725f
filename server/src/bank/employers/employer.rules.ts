import type { BusinessDate } from '@miaodai/values';

/** How well the bank knows an employer: the best is A. */
export type Grade = 'A' | 'B' | 'C';
export type Employer = {
  code: string;
  name: string;
  grade: Grade;
  /** The branch that serves its people; '*' is the head office. */
  branchCode: string;
  whitelistedFrom: BusinessDate | null;
  whitelistedTo: BusinessDate | null;
};

/** From the first day to the last, both counted; without a last day until further notice. */
export const isWhitelisted = (
  { whitelistedFrom: from, whitelistedTo: to }: Pick<Employer, 'whitelistedFrom' | 'whitelistedTo'>,
  on: BusinessDate,
): boolean => from !== null && from <= on && (to === null || on <= to);
