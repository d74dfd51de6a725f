import type { depositOperations } from '@miaodai/http-api';
import { ok, refuse, type CustomerId, type LoanId, type Result } from '@miaodai/values';
import type { Deposit } from '../../integrations/core-banking/port.ts';
import {
  isOver,
  outcomeOf,
  pledgedFor,
  readDepositRepayment,
  readQuote,
  readRepaymentRow,
  requestDepositRepayment,
  type RepaymentId,
} from '../../lending/repayment/index.ts';
import { ownLoan } from '../../lending/servicing/index.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { newsWithin } from '../../platform/news-within.ts';
import { informed, type Handlers } from '../door.ts';
import { keyOf, viewDeposit, viewDepositRepayment } from './deposits.view.ts';
import type { Needs } from './needs.ts';
import { proveTransactionPassword } from './proofs.ts';

export const depositRoutes = (needs: Needs): Handlers<typeof depositOperations> => ({
  listDeposits: async ({ params }, { customerId }) => {
    const found = await pledged(needs, params.loanId as LoanId, customerId);
    return found.ok ? ok({ deposits: found.value.map((deposit) => viewDeposit(needs.vault, deposit)) }) : found;
  },
  startDepositRepayment: starting(needs),
  readDepositRepayment: async ({ params, query }, { customerId }) => {
    const id = params.repaymentId as RepaymentId;
    const read = () => readOwn(needs, needs.db, id, customerId);
    const first = await read();
    if (!first) return refuse('not-found');
    const wait = { ms: query.waitMs ?? 0, atWork: () => needs.jobs.atWork('deposit-repayment.leg-begun', id) };
    // Every step is news.
    const news = ({ saga }: typeof first) => isOver(saga) || saga.state !== first.saga.state;
    return ok(viewDepositRepayment(await newsWithin(wait, first, news, async () => (await read()) ?? first)));
  },
});

const starting = (needs: Needs): Handlers<typeof depositOperations>['startDepositRepayment'] =>
  informed({
    before: async ({ params, body }, { customerId, from }) => {
      const { amountFen, early, depositKey } = body;
      const found = await pledged(needs, params.loanId as LoanId, customerId);
      if (!found.ok) return found;
      const deposit = found.value.find((one) => keyOf(needs.vault, one.depositNo) === depositKey);
      if (!deposit) return refuse('deposit-not-available');
      if (deposit.paysTodayFen < amountFen) return refuse('deposit-not-enough');
      if (early) {
        const quote = await readQuote(needs.db, early.quoteId);
        if (!quote || quote.loanId !== params.loanId || quote.customerId !== customerId) return refuse('not-found');
        // What was agreed to is what was quoted, or nothing is begun.
        if (outcomeOf(quote, early.mode)?.amountFen !== amountFen) return refuse('quote-expired');
      }
      const password = await proveTransactionPassword(needs, { customerId, from }, body.transactionPassword);
      return password.ok ? ok(deposit.depositNo) : password;
    },
    within: async (context, { params, body: { amountFen, early } }, { customerId }, depositNo) => {
      const loanId = params.loanId as LoanId;
      const wish = { loanId, customerId, depositNo, amountFen, quoted: early };
      const begun = await requestDepositRepayment(context, needs.vault, wish);
      if (!begun.ok) return begun;
      const own = await readOwn(needs, context.tx, begun.value.id, customerId);
      return own ? ok(viewDepositRepayment(own)) : refuse('not-found');
    },
  });

/** Of a loan of one's own: the deposits that are pledged for it now. */
async function pledged(
  { db, vault, coreBanking }: Needs,
  loanId: LoanId,
  customerId: CustomerId,
): Promise<Result<Deposit[], 'not-found' | 'outside-system-silent'>> {
  const loan = await ownLoan(db, vault, loanId, customerId);
  if (!loan) return refuse('not-found');
  const found = await coreBanking.deposits(loan.accountNo);
  if (found.is === 'unknown') return refuse('outside-system-silent');
  return ok(found.is === 'done' ? pledgedFor(found.value, loan.no) : []);
}

async function readOwn({ vault }: Needs, db: Db | Tx, id: RepaymentId, customerId: CustomerId) {
  const repayment = await readRepaymentRow(db, id);
  const saga = repayment?.customerId === customerId ? await readDepositRepayment(db, vault, id) : undefined;
  return repayment && saga && { repayment, saga };
}
