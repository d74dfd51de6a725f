import { fen, minuteInShanghai, type BusinessDate, type LoanId } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { readProduct, type Product } from '../../bank/products/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { intendCall } from '../../integrations/external-calls/index.ts';
import type { Context, InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { together } from '../../platform/db/together.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { dueLoans, lockBooks, owedOn, type LockedLoan } from '../servicing/index.ts';
import { insertBatch, triedIn } from './debit-batches.store.ts';
import { batchNoOf, MOST_ITEMS, orderFor, type DebitRun } from './debit.rules.ts';
import type { NewRepayment, RepaymentId } from './repayment.rules.ts';
import { insertRepayments, loansWithOpen } from './repayments.store.ts';

/** By this a batch's call is told from every other call to the core. */
const BATCH_OPERATION = 'batch-debit';
/** A worker takes it at once; not the direct attempts, which customers' own payments need. */
const BY_WORKER = { afterSeconds: 0 };

/**
 * The next loans of which something is due, in the order of their ids: what is owed of each is ordered from the core, in one message for
 * all that go to the same account. Rows, intent and job commit with the caller's cursor, so that a run that goes on after a crash debits nobody twice.
 * @returns how many are debited, and from which loan to go on; `null`: that was all.
 */
export async function collectChunk(
  context: Context,
  vault: Vault,
  { runId, on, cursor, limit }: DebitRun,
): Promise<{ done: number; cursor: LoanId | null }> {
  const { tx, today } = context;
  const most = Math.min(limit, MOST_ITEMS);
  const ids = await dueLoans(tx, { on, after: cursor, limit: most });
  const [open, tried, settings] = await together([
    loansWithOpen(tx, ids),
    triedIn(tx, runId, ids),
    readSettings(tx, today),
  ]);
  const free = ids.filter((id) => !open.has(id) && !tried.has(id));
  const loans = [...(await lockBooks(tx, vault, free, { dueBy: on })).values()];
  const products = await readProducts(tx, loans, on);
  const orders = loans.flatMap((locked) => {
    const product = products.get(keyOf(locked));
    const order = product && orderFor(owedOn(locked.book, on), product, fen(settings.debitLeastFen));
    return order ? [{ ...order, loan: locked.loan, toAccountNo: product.fundingAccountNo }] : [];
  });
  let done = 0;
  for (const [toAccountNo, some] of Map.groupBy(orders, (order) => order.toAccountNo)) {
    const of = some.map(({ loan, amountFen, leastFen }) => ({
      ...{ loanId: loan.id, customerId: loan.customerId, amountFen, leastFen, toAccountNo },
    }));
    done += await makeBatch(context, vault, { runId, on }, of);
  }
  return { done, cursor: ids.length < most ? null : (ids.at(-1) ?? null) };
}

type Order = Pick<NewRepayment, 'loanId' | 'customerId' | 'amountFen' | 'leastFen' | 'toAccountNo'>;

/** A loan for which something was begun meanwhile is left out. @returns how many are in it. */
async function makeBatch(
  { tx, now, emit }: Context,
  vault: Vault,
  { runId, on }: { runId: string; on: BusinessDate },
  orders: readonly Order[],
): Promise<number> {
  const id = uuid();
  const batchNo = batchNoOf(id);
  await insertBatch(tx, { id, batchNo, runId, on, items: orders.length, state: 'open' }, now);
  const repayments: NewRepayment[] = orders.map((order) => ({
    ...{ id: uuid() as RepaymentId, ...order, via: 'debit', batchId: id, effectiveOn: on, early: null },
    requestedAt: now,
  }));
  const intent = {
    ...{ requestNo: batchNo, system: 'core-banking', operation: BATCH_OPERATION, subject: id },
    // Each item has its own number at the core; of the batch only what it is for.
    requestHash: vault.index('batch-debit', `${id}:${on}`).toString('hex'),
  };
  const [written] = await together([insertRepayments(tx, repayments), intendCall(tx, intent)]);
  emit('debit-batch.requested', id, BY_WORKER);
  return written.size;
}

const keyOf = ({ loan }: LockedLoan): string => `${loan.productCode}/${loan.branchCode}`;

/** Each product as each branch has it, once. */
async function readProducts(
  tx: Tx,
  loans: readonly LockedLoan[],
  on: BusinessDate,
): Promise<Map<string, Product | undefined>> {
  const keys = [...new Map(loans.map((locked) => [keyOf(locked), locked.loan])).entries()];
  const products = await together(
    keys.map(([, { productCode, branchCode }]) => readProduct(tx, productCode, branchCode, on)),
  );
  return new Map(keys.map(([key], i) => [key, products[i]]));
}

/** Job, by the clock: at the hours that the bank sets, what is due or overdue is debited again. */
export const collectByClock = ({ inTx }: { inTx: InTx }, job: Job): Promise<void> =>
  inTx(async ({ tx, today, now, emit }) => {
    const { debitHours } = await readSettings(tx, today);
    const hour = Number(minuteInShanghai(now).slice(11, 13));
    // What officers have approved for the day goes first, and hands the run on: it takes what is due as well.
    if (debitHours.includes(hour)) emit('early-debits.collect', subjectOf({ runId: uuid(), on: today, cursor: null }));
    await job.completeIn(tx);
  });

type Place = Pick<DebitRun, 'runId' | 'on' | 'cursor'>;
const subjectOf = ({ runId, on, cursor }: Place): string => `${runId}/${on}/${cursor ?? ''}`;
const placeOf = (subject: string): Place => {
  const [runId = '', on = '', cursor = ''] = subject.split('/');
  return { runId, on: on as BusinessDate, cursor: cursor === '' ? null : (cursor as LoanId) };
};

/** Job: one chunk of such a run, and the next as another job. */
export const collectOn = ({ inTx, vault }: { inTx: InTx; vault: Vault }, job: Job): Promise<void> =>
  inTx(async (context) => {
    const place = placeOf(job.subject);
    const { cursor } = await collectChunk(context, vault, { ...place, limit: MOST_ITEMS });
    if (cursor !== null) context.emit('debits.collect', subjectOf({ ...place, cursor }), BY_WORKER);
    await job.completeIn(context.tx);
  });
