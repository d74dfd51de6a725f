import type { Answer, ConsoleOperations } from '@miaodai/http-api';
import { assert, fen, mask, minus, sum, ZERO, type BusinessDate, type Fen, type LoanId } from '@miaodai/values';
import { branchNames } from '../../bank/branches/index.ts';
import { productNames } from '../../bank/products/index.ts';
import { readContact } from '../../customer/identity/index.ts';
import type { BookedEntry } from '../../ledger/index.ts';
import { repaymentsOf } from '../../lending/repayment/index.ts';
import {
  accruedOn,
  owedOn,
  ownInterest,
  pastPlansOf,
  penaltyUpTo,
  readBook,
  registeredLoan,
  runningOn,
  transactionsOf,
  type Instalment,
  type LoanBook,
  type LoanTransaction,
  type RegisteredLoan,
} from '../../lending/servicing/index.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db } from '../../platform/db/connect.ts';

type RowView = Answer<ConsoleOperations['listLoans']>['loans'][number];
export type LoanView = Answer<ConsoleOperations['readLoanRecord']>;
type Looking = { db: Db; vault: Vault; today: BusinessDate };
const MOST_TRANSACTIONS = 500;
const MOST_ATTEMPTS = 200;

/** Rows of the list; customers' names masked. */
export async function viewLoans({ db, vault }: Looking, loans: readonly RegisteredLoan[]): Promise<RowView[]> {
  const [branches, products] = [await branchNames(db), await productNames(db)];
  const rows = [];
  for (const { customerId, branchCode, contractId: _, closedOn: __, version: ___, ...loan } of loans) {
    const { name } = await readContact(db, vault, customerId);
    rows.push({
      ...loan,
      ...{ principalFen: fen(loan.principalFen), outstandingFen: fen(loan.outstandingFen) },
      surplusFen: fen(loan.surplusFen),
      customerName: name === undefined ? '' : mask.name(name),
      productName: products.get(loan.productCode) ?? loan.productCode,
      branchName: branches.get(branchCode) ?? branchCode,
    });
  }
  return rows;
}

export async function viewLoan(looking: Looking, loanId: LoanId): Promise<LoanView> {
  const { db, vault, today } = looking;
  const registered = await registeredLoan(db, vault, loanId, today);
  const read = await readBook(db, loanId, { all: true });
  assert(registered && read, 'who asks has seen the loan');
  const { book } = read;
  const [row] = await viewLoans(looking, [registered]);
  assert(row, 'one loan is one row');
  const { transactions } = await transactionsOf(db, loanId, { page: 1, pageSize: MOST_TRANSACTIONS });
  const attempts = await repaymentsOf(db, { loanId }, { limit: MOST_ATTEMPTS });
  const running = runningOn(book, today);
  const { terms } = book;
  const { penaltyFen, interestFen, principalFen, totalFen, overdueFen } = owedOn(book, today);
  return {
    ...row,
    ...{ contractId: registered.contractId, accountNo: mask.accountNo(registered.accountNo) },
    ...{ annualRatePpm: terms.annualRatePpm, termMonths: terms.periods, repaymentMethod: terms.method },
    ...{ maturesOn: read.loan.maturesOn, closedOn: registered.closedOn, today },
    terms: {
      ...{ penaltyRatePpm: terms.penaltyRatePpm, graceDays: terms.graceDays, earlyFeePpm: terms.earlyFeePpm },
      ...{ dayCount: terms.convention.dayCount, allocation: [...terms.allocation] },
    },
    owed: { penaltyFen, interestFen, principalFen, totalFen, overdueFen },
    accruedFen: running ? accruedOn(book, running, today).interestFen : ZERO,
    writtenOff: givenUp(transactions, read.loan.writtenOffFen),
    instalments: book.rows.map((one) => viewInstalment(book, one, today)),
    pastPlans: await pastPlansOf(db, loanId),
    transactions: transactions.map(viewTransaction),
    attempts: attempts.map(({ requestNo, via, amountFen, bookedFen, bookedOn, state, ...attempt }) => ({
      ...{ requestNo, via, amountFen, bookedFen, bookedOn, state, coreSerialNo: attempt.coreSerialNo },
      ...{ refusalCode: attempt.refusalCode, requestedAt: attempt.requestedAt },
    })),
  };
}

const viewTransaction = ({
  id,
  type,
  via,
  mode,
  paid,
  ...rest
}: LoanTransaction): LoanView['transactions'][number] => ({
  ...{ transactionId: id, type, via, mode, effectiveOn: rest.effectiveOn, recordedOn: rest.recordedOn },
  ...{ amountFen: rest.amountFen, voidedBy: rest.voidedBy, ...paid },
});

/** What was given up, and what of it has come after all: the books keep what is still open. */
function givenUp(transactions: readonly LoanTransaction[], openFen: Fen): LoanView['writtenOff'] {
  const off = transactions.find(({ type, voidedBy }) => type === 'write-off' && voidedBy === null);
  return off ? { on: off.effectiveOn, amountFen: off.amountFen, recoveredFen: minus(off.amountFen, openFen) } : null;
}

/** An instalment as of a day: what the penalty is then. */
function viewInstalment({ terms }: LoanBook, row: Instalment, on: BusinessDate) {
  const { penaltyThrough: _, dueBooked: __, ...rest } = row;
  const penaltyFen = penaltyUpTo(terms, row, on);
  return { ...rest, penaltyFen, totalFen: sum([row.principalFen, ownInterest(row), penaltyFen]) };
}

type EntryView = Answer<ConsoleOperations['readLoanEntries']>['entries'][number];
export const viewEntry = ({ ref, on, memo, lines }: BookedEntry): EntryView => ({
  ...{ ref, on, memo },
  lines: lines.map(({ code, nameZh, debitFen, creditFen }) => ({
    ...{ code, account: nameZh, debitFen: fen(debitFen), creditFen: fen(creditFen) },
  })),
});
