import { randomBytes } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import {
  fen,
  instant,
  type BusinessDate,
  type ContractId,
  type CustomerId,
  type DisbursementId,
  type LoanId,
} from '@miaodai/values';
import { accounts, credit, debit, postMany } from '../../ledger/index.ts';
import type { Context } from '../../platform/context.ts';
import { vault as openVault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { inTransaction } from '../../platform/db/together.ts';
import { opened, type LoanTerms } from './book.rules.ts';
import { insertRows } from './changes.store.ts';
import { positionOf } from './figures.rules.ts';
import { insertLoan } from './loans.store.ts';
import { NOTHING } from './pay.rules.ts';
import { insertTransactions } from './transactions.store.ts';

const NOW = instant('2027-01-31T02:00:00.000Z');

/** `loosely`: where a row need not have those that it refers to. */
type Loose = { db: Db; loosely<T>(work: (tx: Tx) => Promise<T>): Promise<T> };

/** Loans and their books alone, without the customers, contracts and payouts that they come from. */
export function servicedLoans({ db, loosely }: Loose) {
  const vault = openVault(randomBytes(32));
  return {
    ...{ db, vault },
    /** One transaction of the bank on a day. */
    on: <T>(today: BusinessDate, work: (context: Context) => Promise<T>): Promise<T> =>
      inTransaction(db, (tx) => work({ tx, today, now: NOW, emit: () => undefined })),
    async lend(terms: readonly LoanTerms[]): Promise<LoanId[]> {
      const ids = terms.map(() => uuid() as LoanId);
      await loosely(async (tx) => {
        for (const [i, of] of terms.entries()) await lendOne({ tx, now: NOW, vault }, ids[i] as LoanId, of);
      });
      await inTransaction(db, (tx) =>
        postMany(
          tx,
          terms.map(({ principalFen, disbursedOn }, i) => ({
            ...{ ref: `payout-paid:${ids[i]}`, on: disbursedOn, memo: '贷款发放' },
            lines: [
              debit(accounts.loanPrincipal(ids[i] as LoanId), principalFen),
              credit(accounts.coreClearing, principalFen),
            ],
          })),
        ),
      );
      return ids;
    },
  };
}

type Lending = Pick<Context, 'tx' | 'now'> & { vault: ReturnType<typeof openVault> };

async function lendOne({ tx, now, vault }: Lending, id: LoanId, terms: LoanTerms): Promise<void> {
  const book = opened(terms);
  const { principalFen, disbursedOn } = terms;
  const loan = {
    ...{ id, no: `JJ-${id}`, contractId: uuid() as ContractId, disbursementId: uuid() as DisbursementId },
    ...{ customerId: uuid() as CustomerId, productCode: 'instant-loan', branchCode: '3201', employerCode: null },
    ...{ state: 'active' as const, accountNo: '6231680012345678', repaymentMethod: terms.method },
    ...{ outstandingFen: principalFen, termMonths: terms.periods, maturesOn: book.rows.at(-1)?.dueOn ?? disbursedOn },
    ...terms,
  };
  await insertLoan(tx, vault, { loan, position: positionOf(book, { accruedOn: disbursedOn, daysPastDue: 0 }) }, now);
  await insertRows(
    tx,
    book.rows.map((row) => ({ loanId: id, ...row })),
  );
  const payout = {
    ...{ id: uuid(), loanId: id, type: 'disbursement' as const, sourceId: loan.disbursementId, via: null },
    ...{ effectiveOn: disbursedOn, amountFen: principalFen, mode: null, quotedFeeFen: fen(0) },
    paid: { ...NOTHING, principalFen },
  };
  await insertTransactions(tx, [payout], { today: disbursedOn, now });
}
