import { createHash } from 'node:crypto';
import type { Answer, CustomerOperations, loanOperations } from '@miaodai/http-api';
import { ok, refuse, type BusinessDate, type CustomerId, type LoanId } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { readCustomer, recordSecurityEvent } from '../../customer/identity/index.ts';
import { ownContract } from '../../lending/contract/index.ts';
import { ownLoan, transactionsOf } from '../../lending/servicing/index.ts';
import { signingOf } from '../../lending/signing/index.ts';
import type { Table, TableFiles } from '../../platform/table-files/index.ts';
import type { Handlers } from '../door.ts';
import { bookOfOwn, MOST_TRANSACTIONS, namesOf, typesOf } from './loan-own.ts';
import { loanNotePaper, planPaper } from './loan-paper.view.ts';
import { planRange, transactionRange } from './loan-range.ts';
import { planTable, transactionTable } from './loan-tables.view.ts';
import { viewInstalment, viewTransaction } from './loan.view.ts';
import type { Needs } from './needs.ts';

type Downloads = 'downloadTransactions' | 'downloadInstalments' | 'downloadLoanNote';
type File = Answer<CustomerOperations['downloadLoanNote']>;

/** What a customer takes home. */
export function downloadRoutes(needs: Needs): Pick<Handlers<typeof loanOperations>, Downloads> {
  const { db, vault, clock, downloads, tableFiles } = needs;
  return {
    downloadTransactions: async ({ params, query }, { customerId }) => {
      const range = transactionRange(query, await today(db));
      if (!range.ok) return range;
      const loan = await ownLoan(db, vault, params.loanId as LoanId, customerId);
      if (!loan) return refuse('not-found');
      const asked = { ...range.value, types: typesOf(query.type), page: 1, pageSize: MOST_TRANSACTIONS };
      const { transactions } = await transactionsOf(db, loan.id, asked);
      const table = transactionTable(transactions.map(viewTransaction));
      return ok(
        await tableFile(tableFiles, table, `交易明细-${loan.no}-${range.value.from}至${range.value.to}`, query.format),
      );
    },
    downloadInstalments: async ({ params, query }, { customerId }) => {
      const range = planRange(query);
      if (!range.ok) return range;
      const read = await bookOfOwn(needs, { ...params, customerId });
      if (!read) return refuse('not-found');
      const on = await today(db);
      const within = ({ dueOn }: { dueOn: BusinessDate }) =>
        range.value === undefined || (dueOn >= range.value.from && dueOn <= range.value.to);
      const rows = read.book.rows.filter(within).map((row) => viewInstalment(read.book.terms, row, on));
      const name = `还款计划-${read.loan.no}`;
      if (query.format !== 'pdf') return ok(await tableFile(tableFiles, planTable(rows), name, query.format));
      const said = range.value ? `${range.value.from} 至 ${range.value.to} 到期` : '全部';
      const data = planPaper({ read, ...(await namesOf(needs, read.loan)), on }, rows, said);
      return ok(fileOf(`${name}.pdf`, 'application/pdf', await downloads.pdf('repayment-plan', data)));
    },
    downloadLoanNote: async ({ params }, { customerId, from }) => {
      const read = await bookOfOwn(needs, { ...params, customerId });
      const contract = read && (await ownContract(db, vault, read.loan.contractId, customerId));
      if (!read || !contract) return refuse('not-found');
      const customer = await readCustomer(db, vault, customerId);
      const lender = await lenderOf(needs, contract);
      const names = await namesOf(needs, read.loan);
      const on = await today(db);
      const data = loanNotePaper({
        ...{ read, ...names, on, customer, lender },
        ...{ accountNo: read.accountNo, purpose: contract.purpose },
      });
      await recordSecurityEvent(db, customerId, 'loan-note-read', from, clock.now());
      const pdf = await downloads.pdf('loan-note', data);
      return ok(fileOf(`借据-${read.loan.no}.pdf`, 'application/pdf', pdf));
    },
  };
}

/** As its certificate names it; where the contract was signed on paper, as that names itself. */
async function lenderOf(
  { db, vault }: Needs,
  { id }: { id: Parameters<typeof signingOf>[2]; customerId: CustomerId },
): Promise<string> {
  const signing = await signingOf(db, vault, id);
  return signing?.signatures.find(({ signer }) => signer === 'bank')?.name ?? '本行';
}

async function tableFile(files: TableFiles, table: Table, name: string, as: 'csv' | 'xlsx'): Promise<File> {
  return fileOf(`${name}.${as}`, as === 'csv' ? 'text/csv' : XLSX, await files.make(as, table));
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const fileOf = (name: string, mediaType: File['mediaType'], content: Buffer): File => ({
  ...{ name, mediaType, sha256: createHash('sha256').update(content).digest('hex') },
  base64: content.toString('base64'),
});
