import type { BusinessDate, Instant, RatePpm, StaffId } from '@miaodai/values';
import type { Handled } from '../../bank/four-eyes/index.ts';

/** 贴息: who pays a part of the interest of which loans, from which due day on. '*' is every branch, every employer. */
export type DiscountTerms = {
  productCode: string;
  branchCode: string;
  employerCode: string;
  payerName: string;
  /** So much of the annual rate the payer bears; never more than there is. */
  ratePpm: RatePpm;
  fromOn: BusinessDate;
  untilOn: BusinessDate | null;
  note: string;
};
export type DiscountRule = DiscountTerms &
  Handled & {
    id: string;
    state: 'draft' | 'submitted' | 'published' | 'returned' | 'withdrawn';
    /** An end before its time: wished by one, agreed to by another. */
    end: {
      on: BusinessDate;
      askedBy: StaffId;
      askedAt: Instant;
      agreedBy: StaffId | null;
      agreedAt: Instant | null;
    } | null;
    /** When the plans of all loans had followed its latest change; null while they still do. */
    appliedAt: Instant | null;
  };

/** Whether a loan can be meant by both: then they may not begin on the same day, where it would be open which of them is the later. */
export const meet = (a: DiscountTerms, b: DiscountTerms): boolean =>
  a.productCode === b.productCode &&
  (a.branchCode === b.branchCode || a.branchCode === '*' || b.branchCode === '*') &&
  (a.employerCode === b.employerCode || a.employerCode === '*' || b.employerCode === '*');
