import type { BusinessDate, Fen, RatePpm } from '@miaodai/values';
import { annualRatesOf, conventionFor, schedule, type DayCount, type Method, type Terms } from '../index.ts';
import { answer, fieldsOf, integer, text } from './answer.ts';

const REQUIRED = ['method', 'principalFen', 'annualRatePpm', 'periods', 'dayCount', 'disbursedOn'];
const OPTIONAL = ['firstDueOn', 'dueDay'];

answer((input) => {
  const plan = schedule(termsFrom(input));
  const { levelPaymentFen, rows, totalInterestFen } = plan;
  return { levelPaymentFen, rows, totalInterestFen, ...annualRatesOf(plan) };
});

/** Kinds of values only: schedule() itself checks ranges and days, and says where it minds. */
function termsFrom(input: unknown): Terms {
  const fields = fieldsOf(input, '', REQUIRED, OPTIONAL);
  return {
    method: text(fields, 'method') as Method,
    principalFen: integer(fields, 'principalFen') as Fen,
    annualRatePpm: integer(fields, 'annualRatePpm') as RatePpm,
    periods: integer(fields, 'periods'),
    convention: conventionFor(text(fields, 'dayCount') as DayCount),
    disbursedOn: text(fields, 'disbursedOn') as BusinessDate,
    ...(fields['firstDueOn'] === undefined ? {} : { firstDueOn: text(fields, 'firstDueOn') as BusinessDate }),
    ...(fields['dueDay'] === undefined ? {} : { dueDay: integer(fields, 'dueDay') }),
  };
}
