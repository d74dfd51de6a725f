import type { ContractId } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';

/** What the core said of a contract's payout; the account that it went to stands in the contract. */
export const receiptOf = (tx: Tx | Db, contractId: ContractId) =>
  tx
    .selectFrom('disbursement.disbursements')
    .select(['disbursement_id as disbursementId', 'loan_id as loanId', 'transfer_no as transferNo'])
    .select(['amount_fen as amountFen', 'requested_at as requestedAt', 'settled_at as settledAt'])
    .select(['paid_on as paidOn', 'core_serial_no as coreSerialNo', 'remark'])
    .where('contract_id', '=', contractId)
    .where('state', '=', 'paid')
    .executeTakeFirst();
