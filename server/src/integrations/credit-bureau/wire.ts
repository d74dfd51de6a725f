import { z } from 'zod';
import { fenFromYuan, type Fen } from '@miaodai/values';

// Their words: docs/integrations/credit-bureau/interface.md, v2.0.

/** §1: whole yuan. */
const wholeYuan = z.string().transform((text, context): Fen => {
  const amount = /^\d{1,9}$/.test(text) ? fenFromYuan(text) : undefined;
  if (amount !== undefined) return amount;
  context.addIssue({ code: 'custom', message: 'not whole yuan' });
  return z.NEVER;
});
const count = z.int().min(0);

const answered = {
  resultCode: z.literal('AAA000'),
  queryNo: z.string(),
  certNo: z.string(),
  reportId: z.string().min(1),
};

export const queryReply = z.union([
  z.object({
    ...answered,
    fileFlag: z.literal('1'),
    summary: z.object({
      monthlyDue: wholeYuan,
      loanCnt: count,
      overdueCnt: count,
      maxOverdueDays: count,
      queryCnt: count,
    }),
  }),
  z.object({ ...answered, fileFlag: z.literal('0') }),
  z.object({
    resultCode: z.string().regex(/^(?!AAA000$)/),
    resultDesc: z.string(),
    queryNo: z.string().optional(),
  }),
]);

/** §2: final refusals, in our words. */
export const FINAL_REFUSALS: Readonly<Record<string, string>> = {
  BBB201: 'number-used-otherwise',
  BBB301: 'no-consent',
};
