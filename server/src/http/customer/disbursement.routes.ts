import type { contractOperations } from '@miaodai/http-api';
import { mask, ok, refuse, type ContractId, type DisbursementId } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { readText } from '../../bank/content/index.ts';
import { ownContract } from '../../lending/contract/index.ts';
import { ownDisbursement, requestDisbursement, type Disbursement } from '../../lending/disbursement/index.ts';
import { isOpened } from '../../lending/servicing/index.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { newsWithin } from '../../platform/news-within.ts';
import { informed, type Handlers } from '../door.ts';
import { accountInOrder } from './application-access.ts';
import type { Needs } from './needs.ts';

type Payouts = Pick<Handlers<typeof contractOperations>, 'confirmDisbursement' | 'readDisbursement'>;

export const disbursementRoutes = (needs: Needs): Payouts => {
  const { db, vault, jobs } = needs;
  return {
    confirmDisbursement: informed({
      look: async ({ params }, { customerId }) => {
        const [contract, account] = await Promise.all([
          ownContract(db, vault, params.contractId as ContractId, customerId),
          accountInOrder(needs, customerId),
        ]);
        if (!contract) return refuse('not-found');
        return account.ok ? ok(contract) : account;
      },
      within: async (context, _input, _caller, contract) => {
        const requested = await requestDisbursement(context, vault, contract);
        return requested.ok ? ok(await viewDisbursement(context.tx, requested.value)) : requested;
      },
    }),
    readDisbursement: async ({ params, query }, { customerId }) => {
      const id = params.disbursementId as DisbursementId;
      const read = async () => {
        const disbursement = await ownDisbursement(db, vault, id, customerId);
        return disbursement && viewDisbursement(db, disbursement);
      };
      const first = await read();
      if (!first) return refuse('not-found');
      // What the caller has not seen yet is waited for: the outcome, and once that is 'paid', the loan.
      const [queue, news] =
        first.state === 'paid'
          ? (['disbursement.paid', ({ loanId }: typeof first) => loanId !== null] as const)
          : ([
              'disbursement.requested',
              ({ state }: typeof first) => state !== 'requested' && state !== 'sent',
            ] as const);
      const wait = { ms: query.waitMs ?? 0, atWork: () => jobs.atWork(queue, id) };
      return ok(await newsWithin(wait, first, news, async () => (await read()) ?? first));
    },
  };
};

async function viewDisbursement(tx: Db | Tx, disbursement: Disbursement) {
  const opened = disbursement.state === 'paid' && (await isOpened(tx, disbursement.loanId));
  return {
    disbursementId: disbursement.id,
    contractId: disbursement.contractId,
    state: disbursement.state,
    amountFen: disbursement.amountFen,
    toAccountNo: mask.accountNo(disbursement.toAccountNo),
    requestedAt: disbursement.requestedAt,
    paidOn: disbursement.paidOn,
    coreSerialNo: disbursement.coreSerialNo,
    loanId: opened ? disbursement.loanId : null,
    reason: disbursement.state === 'refused' ? await refusalWords(tx) : null,
  };
}

const refusalWords = async (tx: Db | Tx): Promise<string> =>
  (await readText(tx, 'payout-refused', await today(tx))).paragraphs.join('');
