import type { contractOperations } from '@miaodai/http-api';
import {
  capitalAmount,
  mask,
  ok,
  refuse,
  sum,
  type ContractId,
  type CustomerId,
  type DisbursementId,
} from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { readText } from '../../bank/content/index.ts';
import { agreeContract, ownContract, type Contract } from '../../lending/contract/index.ts';
import { ownDisbursement, requestDisbursement, type Disbursement } from '../../lending/disbursement/index.ts';
import { ownLoan } from '../../lending/servicing/index.ts';
import type { Context } from '../../platform/context.ts';
import { within } from '../../platform/within.ts';
import type { Handlers } from '../door.ts';
import { accountInOrder } from './application-access.ts';
import type { Needs } from './needs.ts';

export const contractRoutes = (needs: Needs): Handlers<typeof contractOperations> => {
  const { db, vault, jobs } = needs;
  return {
    readContract: async ({ params }, { customerId }) => {
      const contract = await ownContract(db, vault, params.contractId as ContractId, customerId);
      return contract ? ok(viewContract(contract)) : refuse('not-found');
    },
    agreeContract: {
      within: async (context, { params, body }, { customerId, from }) => {
        const contractId = params.contractId as ContractId;
        const agreed = await agreeContract(context, vault, { customerId, contractId, ...body }, from);
        if (!agreed.ok) return agreed;
        const contract = await ownContract(context.tx, vault, contractId, customerId);
        return contract ? ok(viewContract(contract)) : refuse('not-found');
      },
    },
    confirmDisbursement: {
      before: async ({ params }, { customerId }) => {
        const contract = await ownContract(db, vault, params.contractId as ContractId, customerId);
        return contract ? accountInOrder(needs, customerId) : refuse('not-found');
      },
      within: async (context, { params }, { customerId }) => {
        const requested = await requestDisbursement(context, vault, {
          customerId,
          contractId: params.contractId as ContractId,
        });
        return requested.ok ? ok(await viewDisbursement(needs, context, requested.value)) : requested;
      },
    },
    readDisbursement: async ({ params, query }, { customerId }) => {
      const id = params.disbursementId as DisbursementId;
      if (query.waitMs) await within(query.waitMs, jobs.quiet(id));
      const disbursement = await ownDisbursement(db, vault, id, customerId);
      if (!disbursement) return refuse('not-found');
      return ok(await viewDisbursement(needs, { tx: db, today: await today(db) }, disbursement));
    },
  };
};

function viewContract(contract: Contract) {
  return {
    contractId: contract.id,
    contractNo: contract.no,
    applicationId: contract.applicationId,
    state: contract.state,
    principalFen: contract.principalFen,
    principalInCapitals: capitalAmount(contract.principalFen),
    annualRatePpm: contract.annualRatePpm,
    irrPpm: contract.costStatement.irrPpm,
    termMonths: contract.termMonths,
    purpose: contract.purpose,
    repaymentMethod: contract.repaymentMethod,
    payoutAccountNo: mask.accountNo(contract.accountNo),
    repaymentAccountNo: mask.accountNo(contract.accountNo),
    totalInterestFen: sum(contract.schedule.map((row) => row.interestFen)),
    rows: [...contract.schedule],
    document: contract.document,
    costStatement: { ...contract.costStatement, textHash: contract.costStatementHash },
    validUntil: contract.validUntil,
  };
}

type Reader = Pick<Context, 'today'> & { tx: Context['tx'] | Needs['db'] };

async function viewDisbursement({ vault }: Needs, { tx, today: on }: Reader, disbursement: Disbursement) {
  const loan = await ownLoan(tx, vault, disbursement.loanId, disbursement.customerId as CustomerId);
  return {
    disbursementId: disbursement.id,
    contractId: disbursement.contractId,
    state: disbursement.state,
    amountFen: disbursement.amountFen,
    toAccountNo: mask.accountNo(disbursement.toAccountNo),
    requestedAt: disbursement.requestedAt,
    paidOn: disbursement.paidOn,
    coreSerialNo: disbursement.coreSerialNo,
    loanId: loan?.id ?? null,
    reason: disbursement.state === 'refused' ? (await readText(tx, 'payout-refused', on)).paragraphs.join('') : null,
  };
}
