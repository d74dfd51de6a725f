import { createHash, randomUUID } from 'node:crypto';
import { conventionFor, type DayCount, type Method } from '@miaodai/loan-math';
import {
  businessDate,
  fen,
  instant,
  type ApplicationId,
  type BusinessDate,
  type ContractId,
  type CustomerId,
  type DisbursementId,
  type Fen,
  type LoanId,
} from '@miaodai/values';
import { coreBankingAdapter } from '../../server/src/integrations/core-banking/adapter.ts';
import { postMany } from '../../server/src/ledger/index.ts';
import { limitGranted, payoutPaid, payoutRequested } from '../../server/src/lending/accounting.ts';
import { openLoan } from '../../server/src/lending/servicing/index.ts';
import type { Context, InTx } from '../../server/src/platform/context.ts';
import type { Vault } from '../../server/src/platform/crypto/vault.ts';
import type { Db, Tx } from '../../server/src/platform/db/connect.ts';
import { products } from '../../server/src/seed/defaults.ts';

/** What a loan of a story is like, where it does not say otherwise: 10,000 yuan for twelve months at 3.6 %, by whole months. */
const LIKE = {
  ...{ principalFen: fen(10_000_00), annualRatePpm: 36_000, termMonths: 12 },
  ...{ repaymentMethod: 'equal-instalment' as Method, dayCount: 'monthly' as DayCount },
  ...{ productCode: 'instant-loan', branchCode: 'BJ01', employerCode: 'KS02' },
};
type Like = Partial<typeof LIKE>;
type Needs = { db: Db; inTx: InTx; vault: Vault };
export type PaidLoan = { loanId: LoanId; contractId: ContractId; disbursementId: DisbursementId };
export type Borrowing = { customerId: CustomerId; accountNo: string; paidOn: BusinessDate } & Like;

/**
 * A loan as it stands on the day of its payout, without the long line before it: application, contract and payout are rows, the limit and the
 * payout stand in the books, and servicing opens it as ever. With `coreUrl` the core has really moved the money, on its own day.
 */
export async function aPaidLoan(needs: Needs, borrowing: Borrowing, coreUrl?: string): Promise<PaidLoan> {
  const { customerId, accountNo, ...given } = borrowing;
  const is = { ...LIKE, ...given };
  const ids = {
    ...{ applicationId: randomUUID() as ApplicationId, contractId: randomUUID() as ContractId },
    ...{ disbursementId: randomUUID() as DisbursementId, loanId: randomUUID() as LoanId },
  };
  const transferNo = `D${ids.disbursementId.replaceAll('-', '').slice(1)}`;
  const receipt = coreUrl === undefined ? undefined : await pay(coreUrl, transferNo, accountNo, is.principalFen);
  const paidOn = receipt?.bookedOn ?? is.paidOn;
  await insertRows(needs, { ...ids, transferNo, customerId, accountNo, ...is, paidOn }, receipt?.coreSerialNo);
  await needs.inTx(async ({ tx }) => {
    const { applicationId, disbursementId: id, loanId } = ids;
    const amount = is.principalFen;
    await postMany(tx, [
      limitGranted(applicationId, amount, paidOn),
      payoutRequested(id, applicationId, amount, paidOn),
      payoutPaid({ id, applicationId, loanId, amount, unused: fen(0) }, paidOn),
    ]);
  });
  // Nobody has signed anything that evidence could be kept of.
  const quietly = (context: Context): Context => ({
    ...context,
    emit: (event, ...about) => (event === 'loan.opened' ? undefined : context.emit(event, ...about)),
  });
  const inTx = ((work: (context: Context, asked: unknown) => Promise<unknown>, first?: (tx: Tx) => Promise<unknown>) =>
    needs.inTx((context, asked) => work(quietly(context), asked), first as never)) as InTx;
  await openLoan({ ...needs, inTx }, { subject: ids.disbursementId, completeIn: async () => undefined });
  return { loanId: ids.loanId, contractId: ids.contractId, disbursementId: ids.disbursementId };
}

async function pay(coreUrl: string, requestNo: string, toAccountNo: string, amountFen: Fen) {
  const core = coreBankingAdapter({ baseUrl: coreUrl, deadlineMs: 5_000 });
  const { fundingAccountNo: fromAccountNo } = products[0]?.parameters ?? { fundingAccountNo: '' };
  const paid = await core.transfer({ requestNo, fromAccountNo, toAccountNo, amountFen, remark: '放款' });
  if (paid.is !== 'done') throw new Error(`the core did not pay: ${JSON.stringify(paid)}`);
  return paid.value;
}

type Rows = typeof LIKE &
  Record<'applicationId' | 'contractId' | 'disbursementId' | 'loanId' | 'transferNo', string> & {
    customerId: CustomerId;
    accountNo: string;
    paidOn: BusinessDate;
  };

async function insertRows(
  { db, vault }: Needs,
  is: Rows,
  coreSerialNo = `C${randomUUID().slice(0, 12)}`,
): Promise<void> {
  const at = instant(`${is.paidOn}T02:00:00.000Z`);
  const hash = createHash('sha256').update(is.contractId).digest('hex');
  const no = is.contractId.slice(0, 8);
  const owned = { application_id: is.applicationId, customer_id: is.customerId };
  await db
    .insertInto('application.applications')
    .values({
      ...owned,
      ...{
        application_no: `SQ${no}`,
        product_code: is.productCode,
        branch_code: is.branchCode,
        channel: 'direct-bank',
      },
      ...{ step: 'paying', route: 'instant', employer_code: is.employerCode, term_months: is.termMonths },
      ...{ purpose: 'renovation', amount_fen: is.principalFen, started_at: at, saved_at: at, submitted_at: at },
    })
    .execute();
  await db
    .insertInto('contract.contracts')
    .values({
      ...owned,
      ...{ contract_id: is.contractId, contract_no: `HT${no}`, product_code: is.productCode, state: 'agreed' },
      ...{ principal_fen: is.principalFen, limit_fen: is.principalFen, annual_rate_ppm: is.annualRatePpm },
      ...{ term_months: is.termMonths, purpose: 'renovation', repayment_method: is.repaymentMethod },
      convention: JSON.stringify(conventionFor(is.dayCount)),
      account_no_cipher: vault.seal('contract.contracts.account_no', is.contractId, is.accountNo),
      ...{ drawn_up_on: is.paidOn, schedule: '[]', text_version: '1', text_hash: hash, cost_statement: '{}' },
      document_cipher: vault.seal('contract.contracts.document', is.contractId, '{}'),
      ...{ cost_statement_hash: hash, valid_until: businessDate('2099-12-31'), drawn_up_at: at, agreed_at: at },
      cost_confirmed_at: at,
    })
    .execute();
  await db
    .insertInto('disbursement.disbursements')
    .values({
      ...owned,
      ...{
        disbursement_id: is.disbursementId,
        contract_id: is.contractId,
        loan_id: is.loanId,
        transfer_no: is.transferNo,
      },
      ...{
        amount_fen: is.principalFen,
        limit_fen: is.principalFen,
        from_account_no: '1100000000000001',
        remark: '放款',
      },
      account_no_cipher: vault.seal('disbursement.disbursements.account_no', is.disbursementId, is.accountNo),
      ...{ state: 'paid', requested_at: at, settled_at: at, paid_on: is.paidOn, core_serial_no: coreSerialNo },
    })
    .execute();
  await db
    .insertInto('integrations.external_calls')
    .values({
      ...{ request_no: is.transferNo, system: 'core-banking', operation: 'transfer', subject: is.disbursementId },
      ...{ request_hash: hash, state: 'done', attempts: 1 },
    })
    .execute();
}
