import { z } from 'zod';
import { fen } from '@miaodai/values';

// Their words: docs/integrations/credit-bureau/interface.md, v2.0.

/** §1: whole yuan. */
const wholeYuan = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform((yuan) => fen(Number(yuan) * 100));
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
