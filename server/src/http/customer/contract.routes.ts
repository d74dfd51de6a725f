import type { contractOperations } from '@miaodai/http-api';
import { ok, refuse, type ContractId, type CustomerId } from '@miaodai/values';
import { recordSecurityEvent } from '../../customer/identity/index.ts';
import { agreeContract, confirmCostStatement, ownContract } from '../../lending/contract/index.ts';
import { requestSigning, signedFileOf, signingOf } from '../../lending/signing/index.ts';
import type { Context } from '../../platform/context.ts';
import { newsWithin } from '../../platform/news-within.ts';
import { informed, type Handlers } from '../door.ts';
import { viewContract } from './contract.view.ts';
import { disbursementRoutes } from './disbursement.routes.ts';
import type { Needs } from './needs.ts';
import { proveAgreement } from './prove-agreement.ts';

type Own = { customerId: CustomerId; contractId: ContractId };

export const contractRoutes = (needs: Needs): Handlers<typeof contractOperations> => {
  const { db, vault, jobs, clock } = needs;
  const shown = async (context: Context, { customerId, contractId }: Own) => {
    const contract = await ownContract(context.tx, vault, contractId, customerId);
    return contract ? ok(await viewContract(context, vault, contract)) : refuse('not-found');
  };
  return {
    readContract: async ({ params, query }, { customerId }) => {
      const read = async () => {
        const contract = await ownContract(db, vault, params.contractId as ContractId, customerId);
        return contract && viewContract({ tx: db, now: clock.now() }, vault, contract);
      };
      const first = await read();
      if (!first) return refuse('not-found');
      const signing = await signingOf(db, vault, params.contractId as ContractId);
      const atWork = () => (signing ? jobs.atWork('contract.agreed', signing.id) : undefined);
      const isNews = (contract: typeof first) => contract.signing?.state !== 'requested';
      const wait = { ms: query.waitMs ?? 0, atWork };
      return ok(await newsWithin(wait, first, isNews, async () => (await read()) ?? first));
    },
    confirmCostStatement: {
      within: async (context, { params, body }, { customerId, from }) => {
        const contractId = params.contractId as ContractId;
        const confirmed = await confirmCostStatement(context, vault, { customerId, contractId, ...body }, from);
        return confirmed.ok ? shown(context, { customerId, contractId }) : confirmed;
      },
    },
    agreeContract: informed({
      before: ({ params, body }, { customerId, from }) =>
        proveAgreement(needs, { customerId, from, contractId: params.contractId as ContractId, ...body }),
      within: async (context, { params, body: { textHash } }, { customerId, from }, proven) => {
        const contractId = params.contractId as ContractId;
        const agreed = await agreeContract(context, vault, { customerId, contractId, textHash }, from);
        if (!agreed.ok) return agreed;
        await requestSigning(context, vault, agreed.value, proven, from);
        return shown(context, { customerId, contractId });
      },
    }),
    readContractFile: async ({ params }, { customerId, from }) => {
      const contract = await ownContract(db, vault, params.contractId as ContractId, customerId);
      if (!contract) return refuse('not-found');
      const file = await signedFileOf(db, vault, contract.id);
      if (!file) return refuse('step-not-allowed');
      await recordSecurityEvent(db, customerId, 'contract-file-read', from, clock.now());
      const { sha256, content } = file;
      const name = `个人消费借款合同-${contract.no}.pdf`;
      return ok({ name, mediaType: 'application/pdf' as const, sha256, base64: content.toString('base64') });
    },
    ...disbursementRoutes(needs),
  };
};
