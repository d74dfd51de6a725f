import type { repaymentOperations } from '@miaodai/http-api';
import { assert, ok, refuse, yuanDisplay, type CustomerId, type Fen, type LoanId, type Result } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import {
  amountRefusal,
  isSettled,
  loanRefusal,
  mayRepayEarly,
  openRepaymentOf,
  payableOn,
  productOf,
  readRepaymentRow,
  requestQuoted,
  requestRepayment,
  type RepaymentId,
} from '../../lending/repayment/index.ts';
import { notesOf, readBook, type BookOfLoan } from '../../lending/servicing/index.ts';
import { newsWithin } from '../../platform/news-within.ts';
import { informed, type Handlers } from '../door.ts';
import { earlyRoutes } from './early-requests.routes.ts';
import type { Needs } from './needs.ts';
import { listOpenNotes } from './open-notes.ts';
import { proveTransactionPassword } from './proofs.ts';
import { hindranceTo, quotedTo } from './quoted-to.ts';
import { accountWords, viewAttempt, viewRepaymentTerms, type AttemptView } from './repayments.view.ts';

type Routes = Handlers<typeof repaymentOperations>;

export const repaymentRoutes = (needs: Needs): Routes => ({
  ...looking(needs),
  ...paying(needs),
  ...earlyRoutes(needs),
});

type Looking = Pick<Routes, 'listOpenNotes' | 'readRepayment' | 'readRepaymentAttempt'>;

function looking(needs: Needs): Looking {
  const { db, vault, jobs, coreBanking } = needs;
  return {
    listOpenNotes: async (_, { customerId }) => ok(await listOpenNotes(needs, customerId)),
    readRepayment: async ({ params }, { customerId }) => {
      const found = await ownBook(needs, params.loanId, customerId);
      if (!found) return refuse('not-found');
      const { loan } = found;
      const on = await today(db);
      const [product, notes, open] = await Promise.all([
        productOf(db, loan, on),
        notesOf(db, vault, [loan.id]),
        openRepaymentOf(db, loan.id),
      ]);
      const accountNo = notes.get(loan.id)?.accountNo;
      assert(accountNo, 'a loan has its account');
      // The page is of use without the balance too, where the core is silent just now.
      const account = await coreBanking.account(accountNo);
      return ok(
        viewRepaymentTerms({
          ...{ found, accountNo, product, today: on },
          account: account.is === 'done' ? account.value : undefined,
          open: open ? await viewAttempt({ tx: db, vault, today: on }, open) : null,
          mayRepay: loanRefusal(loan) ?? (open ? 'repayment-open' : undefined),
          mayRepayEarly: await mayRepayEarly(db, found, product.earlyRepayment, on),
        }),
      );
    },
    readRepaymentAttempt: async ({ params, query }, { customerId }) => {
      const id = params.repaymentId as RepaymentId;
      const read = async (): Promise<AttemptView | undefined> => {
        const repayment = await readRepaymentRow(db, id);
        if (repayment?.customerId !== customerId) return undefined;
        return viewAttempt({ tx: db, vault, today: await today(db) }, repayment);
      };
      const first = await read();
      if (!first) return refuse('not-found');
      const wait = { ms: query.waitMs ?? 0, atWork: () => jobs.atWork('repayment.requested', id) };
      return ok(await newsWithin(wait, first, isSettled, async () => (await read()) ?? first));
    },
  };
}

type Paying = Pick<Routes, 'startRepayment' | 'startEarlyRepayment'>;

const paying = (needs: Needs): Paying => ({
  startRepayment: informed({
    before: async ({ params, body }, { customerId, from }) => {
      const found = await ownBook(needs, params.loanId, customerId);
      if (!found) return refuse('not-found');
      const hindered = await hindranceTo(needs, found);
      if (hindered) return refuse(hindered);
      const payable = payableOn(found.book, await today(needs.db));
      const wrong = amountRefusal(body.amountFen, payable);
      if (wrong) return refuse(wrong, { words: amountWords(payable) });
      const account = await accountBears(needs, found, body.amountFen);
      return account.ok ? proveTransactionPassword(needs, { customerId, from }, body.transactionPassword) : account;
    },
    within: async (context, { params, body }, { customerId }) => {
      const wish = { loanId: params.loanId as LoanId, customerId, amountFen: body.amountFen };
      const requested = await requestRepayment(context, needs.vault, wish);
      return requested.ok ? ok(await viewAttempt({ ...context, vault: needs.vault }, requested.value)) : requested;
    },
  }),
  startEarlyRepayment: informed({
    before: async ({ params, body }, { customerId, from }) => {
      const quoted = await quotedTo(needs, { quoteId: params.quoteId, customerId, mode: body.mode }, 'none');
      if (!quoted.ok) return quoted;
      const { found, amountFen } = quoted.value;
      const account = await accountBears(needs, found, amountFen);
      return account.ok ? proveTransactionPassword(needs, { customerId, from }, body.transactionPassword) : account;
    },
    within: async (context, { params, body }, { customerId }) => {
      const wish = { quoteId: params.quoteId, customerId, mode: body.mode };
      const requested = await requestQuoted(context, needs.vault, wish);
      return requested.ok ? ok(await viewAttempt({ ...context, vault: needs.vault }, requested.value)) : requested;
    },
  }),
});

/** Somebody else's loan is as if it did not exist. */
async function ownBook({ db }: Needs, loanId: string, customerId: CustomerId): Promise<BookOfLoan | undefined> {
  const found = await readBook(db, loanId as LoanId);
  return found?.loan.customerId === customerId ? found : undefined;
}

/** First here, then at the core (ACC-2): is the account in order, and is the money there? */
async function accountBears(
  { db, vault, coreBanking }: Needs,
  { loan }: BookOfLoan,
  amountFen: Fen,
): Promise<Result<void, 'account-not-ready' | 'balance-insufficient' | 'outside-system-silent'>> {
  const note = (await notesOf(db, vault, [loan.id])).get(loan.id);
  assert(note, 'a loan has its account');
  const account = await coreBanking.account(note.accountNo);
  if (account.is === 'unknown') return refuse('outside-system-silent');
  if (account.is === 'refused') return refuse('account-not-ready');
  const { state, availableFen } = account.value;
  if (state !== 'normal') return refuse('account-not-ready', { words: accountWords(state) });
  return amountFen > availableFen ? refuse('balance-insufficient', { availableFen }) : ok(undefined);
}

function amountWords({ owed, aheadFen }: ReturnType<typeof payableOn>): string {
  const due = owed.totalFen > 0 ? `目前应还 ${yuanDisplay(owed.totalFen)} 元` : '目前没有应还款项';
  return aheadFen === null ? due : `${due}，连同本期一起还为 ${yuanDisplay(aheadFen)} 元`;
}
