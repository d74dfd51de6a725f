import type { copyOperations } from '@miaodai/http-api';
import { ok, refuse, type BusinessDate, type ContractId } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { readText } from '../../bank/content/index.ts';
import { passwordState } from '../../customer/credentials/index.ts';
import { recordSecurityEvent } from '../../customer/identity/index.ts';
import { ownContract } from '../../lending/contract/index.ts';
import {
  copiesLeft,
  copiesOf,
  findCopy,
  maskedAddress,
  mayShowCode,
  requestCopy,
  unzipCodeOf,
  type Copy,
} from '../../lending/copies/index.ts';
import { fileFactsOf } from '../../lending/signing/index.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { informed, type Handlers } from '../door.ts';
import type { Needs } from './needs.ts';
import { proveTransactionPassword } from './proofs.ts';

export const copyRoutes = (needs: Needs): Handlers<typeof copyOperations> => {
  const { db, vault, clock } = needs;
  return {
    listContractCopies: async ({ params }, { customerId }) => {
      const contractId = params.contractId as ContractId;
      if (!(await ownContract(db, vault, contractId, customerId))) return refuse('not-found');
      const day = await today(db);
      const [copies, leftToday, notice] = await Promise.all([
        copiesOf(db, vault, customerId, contractId),
        copiesLeft(db, customerId, day),
        readText(db, 'contract-copy-notice', day),
      ]);
      const shown = await Promise.all(copies.map((copy) => viewCopy(db, day, copy)));
      return ok({ copies: shown, leftToday, notice: notice.paragraphs });
    },
    requestContractCopy: informed({
      before: async ({ params, body }, { customerId, from }) => {
        const contractId = params.contractId as ContractId;
        if (!(await ownContract(db, vault, contractId, customerId))) return refuse('not-found');
        if (!(await fileFactsOf(db, contractId))) return refuse('step-not-allowed');
        // Nobody proves themselves for nothing.
        if ((await copiesLeft(db, customerId, await today(db))) === 0) return refuse('too-many-requests');
        const { is } = await passwordState(db, customerId, 'transaction', clock.now());
        if (is === 'unset') return refuse('transaction-password-unset');
        const proven = await proveTransactionPassword(needs, { customerId, from }, body.transactionPassword);
        return proven.ok ? ok(contractId) : proven;
      },
      within: async (context, { body }, { customerId, from }, contractId) => {
        const { tx, today: day, now } = context;
        const requested = await requestCopy(context, vault, { customerId, contractId, address: body.address });
        if (!requested.ok) return requested;
        await recordSecurityEvent(tx, customerId, 'contract-copy-requested', from, now);
        return ok(await viewCopy(tx, day, requested.value));
      },
    }),
    readUnzipCode: async ({ params }, { customerId, from }) => {
      const copy = await findCopy(db, vault, params.copyId);
      if (copy?.customerId !== customerId) return refuse('not-found');
      const unzipCode = mayShowCode(copy) ? await unzipCodeOf(db, vault, copy.id) : undefined;
      if (unzipCode === undefined) return refuse('step-not-allowed');
      await recordSecurityEvent(db, customerId, 'unzip-code-shown', from, clock.now());
      return ok({ unzipCode });
    },
  };
};

async function viewCopy(tx: Db | Tx, day: BusinessDate, copy: Copy) {
  const words = copy.reason && (await readText(tx, `mail-outcome:${copy.reason}`, day));
  return {
    copyId: copy.id,
    address: maskedAddress(copy),
    state: copy.state,
    requestedAt: copy.requestedAt,
    settledAt: copy.settledAt,
    reason: words && words.paragraphs.join(''),
    hasUnzipCode: mayShowCode(copy),
  };
}
