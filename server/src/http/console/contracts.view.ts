import type { Answer, ConsoleOperations } from '@miaodai/http-api';
import { fen, mask, type Instant } from '@miaodai/values';
import { readCustomer } from '../../customer/identity/index.ts';
import { anchorAfter, itemsOf, packOf, type Registered } from '../../lending/evidence/index.ts';
import { fileFactsOf, signingOf } from '../../lending/signing/index.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db } from '../../platform/db/connect.ts';
import { viewSigning } from '../signing.view.ts';

export type RecordView = Answer<ConsoleOperations['readContractRecord']>;
type RowView = Answer<ConsoleOperations['listContracts']>['contracts'][number];
type Looking = { db: Db; vault: Vault; now: Instant };

/** A row of the list; the customer's name masked. */
export async function viewRow({ db, vault }: Looking, contract: Registered): Promise<RowView> {
  const { customerId, branchCode: _, principalFen, ...rest } = contract;
  const { name } = await readCustomer(db, vault, customerId);
  return { ...rest, customerName: mask.name(name), principalFen: fen(principalFen) };
}

export async function viewRecord(looking: Looking, contract: Registered): Promise<RecordView> {
  const { db, vault, now } = looking;
  const signing = await signingOf(db, vault, contract.contractId);
  const file = await fileFactsOf(db, contract.contractId);
  return {
    ...(await viewRow(looking, contract)),
    signingDetail: signing ? await viewSigning({ tx: db, now }, signing, file) : null,
    evidence: await viewEvidence(db, contract),
  };
}

async function viewEvidence(db: Db, { contractId }: Registered): Promise<RecordView['evidence']> {
  const pack = await packOf(db, contractId);
  if (!pack) return null;
  const { packId, seq, algorithm, packHash, previousHash, sealedAt } = pack;
  const items = await itemsOf(db, packId);
  const anchor = await anchorAfter(db, seq);
  return {
    ...{ seq, algorithm, packHash, previousHash, sealedAt, anchoredAt: anchor?.stampedAt ?? null },
    items: items.map(({ no, kind, label, fileName, happenedAt, sizeBytes, hash }) => ({
      ...{ no, kind, label, fileName, happenedAt, sizeBytes, hash },
    })),
  };
}
