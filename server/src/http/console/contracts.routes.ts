import { createHash } from 'node:crypto';
import type { contractConsoleOperations } from '@miaodai/http-api';
import { ok, refuse, type ContractId } from '@miaodai/values';
import { HEAD_OFFICE } from '../../bank/branches/index.ts';
import { exportEvidence, listRegistered, registered, type Registered } from '../../lending/evidence/index.ts';
import { signedFileOf } from '../../lending/signing/index.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { Handlers } from '../door.ts';
import { verifyUpload } from '../verify-upload.ts';
import type { StaffCaller } from './caller.ts';
import { viewRecord, viewRow } from './contracts.view.ts';
import type { Needs } from './needs.ts';

const PAGE_SIZE = 20;

/** Contracts as staff see them: of their own branch, at the head office of every one. */
export const contractRoutes = (needs: Needs): Handlers<typeof contractConsoleOperations, StaffCaller> => {
  const { db, vault, clock } = needs;
  const looking = () => ({ db, vault, now: clock.now() });
  return {
    listContracts: async ({ query }, caller) => {
      const { page = 1, pageSize = PAGE_SIZE, contractNo, signing } = query;
      const filter = { branchCode: branchOf(caller), contractNo: contractNo?.toUpperCase(), signing };
      const { contracts, total } = await listRegistered(db, filter, { limit: pageSize, offset: (page - 1) * pageSize });
      const rows = [];
      for (const contract of contracts) rows.push(await viewRow(looking(), contract));
      return ok({ contracts: rows, total });
    },
    readContractRecord: async ({ params }, caller) => {
      const contract = await seen(db, params, caller);
      return contract ? ok(await viewRecord(looking(), contract)) : refuse('not-found');
    },
    readContractPdf: async ({ params }, caller) => {
      const contract = await seen(db, params, caller);
      if (!contract) return refuse('not-found');
      const file = await signedFileOf(db, vault, contract.contractId);
      if (!file) return refuse('step-not-allowed');
      return ok(fileOf(`个人消费借款合同-${contract.contractNo}.pdf`, 'application/pdf', file.content));
    },
    exportEvidence: async ({ params }, caller) => {
      const contract = await seen(db, params, caller);
      if (!contract) return refuse('not-found');
      const zip = await exportEvidence(needs, contract.contractId);
      if (!zip) return refuse('step-not-allowed');
      return ok(fileOf(`证据包-${contract.contractNo}.zip`, 'application/zip', zip));
    },
    verifyFile: async ({ body }) => ok(await verifyUpload(needs, body.base64)),
  };
};

const branchOf = ({ session }: StaffCaller): string | null =>
  session.branchCode === HEAD_OFFICE ? null : session.branchCode;

/** Of another branch it is as if there were none. */
async function seen(
  db: Db,
  { contractId }: { contractId: string },
  caller: StaffCaller,
): Promise<Registered | undefined> {
  const contract = await registered(db, contractId as ContractId);
  const branch = branchOf(caller);
  return branch === null || contract?.branchCode === branch ? contract : undefined;
}

const fileOf = (name: string, mediaType: string, content: Buffer) => ({
  ...{ name, mediaType, base64: content.toString('base64') },
  sha256: createHash('sha256').update(content).digest('hex'),
});
