import { z } from 'zod';
import { isBusinessDate, type BusinessDate } from '@miaodai/values';

// Their words: docs/integrations/hr-system/interface.md, v1.6.

/** YYYYMMDD. */
const date = z.string().transform((text, context): BusinessDate => {
  const day = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
  if (isBusinessDate(day)) return day;
  context.addIssue({ code: 'custom', message: 'not a date' });
  return z.NEVER;
});

const who = { empName: z.string(), certNo: z.string(), erpNo: z.string() };

export const verifyReply = z.union([
  z.object({
    head: z.object({ rspCode: z.literal('S000') }),
    body: z.object({
      ...who,
      empFlag: z.literal('Y'),
      orgCode: z.string().min(1),
      orgName: z.string().min(1),
      quickLoan: z.enum(['0', '1']),
      entryDate: date,
    }),
  }),
  z.object({
    head: z.object({ rspCode: z.literal('S000') }),
    body: z.object({ ...who, empFlag: z.literal('N') }),
  }),
  z.object({ head: z.object({ rspCode: z.string().regex(/^(?!S000$)/) }) }),
]);
