import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import {
  bookedFenSchema,
  daySchema,
  idSchema,
  ppmSchema,
  repaymentMethodSchema,
  scheduleRowSchema,
} from '../schemas.ts';

export const loanSchema = z
  .object({
    loanId: idSchema,
    /** 借据号 */
    loanNo: z.string(),
    contractId: idSchema,
    contractNo: z.string(),
    productName: z.string(),
    state: z.enum(['active', 'closed']),
    principalFen: bookedFenSchema,
    /** Principal not yet repaid. */
    outstandingFen: bookedFenSchema,
    annualRatePpm: ppmSchema,
    repaymentMethod: repaymentMethodSchema,
    termMonths: z.number().int(),
    disbursedOn: daySchema,
    maturesOn: daySchema,
    /** Masked. */
    repaymentAccountNo: z.string(),
    nextPayment: z.object({ no: z.number().int(), dueOn: daySchema, totalFen: bookedFenSchema }).nullable(),
  })
  .meta({ id: 'Loan' });

export const loanDetailSchema = loanSchema
  .extend({
    totalInterestFen: bookedFenSchema,
    rows: z.array(scheduleRowSchema),
  })
  .meta({ id: 'LoanDetail' });

export const loanOperations = defineOperations({
  listLoans: {
    method: 'GET',
    path: '/api/customer/loans',
    summary: 'My loans, newest first, at most 100.',
    who: 'customer',
    kind: 'read',
    success: [200, z.object({ loans: z.array(loanSchema) })],
    refusals: [],
  },
  readLoan: {
    method: 'GET',
    path: '/api/customer/loans/{loanId}',
    summary: 'One loan with its schedule.',
    who: 'customer',
    kind: 'read',
    params: z.object({ loanId: idSchema }),
    success: [200, loanDetailSchema],
    refusals: ['not-found'],
  },
});
