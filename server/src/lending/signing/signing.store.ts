import { assert, type ApplicationId, type ContractId, type CustomerId, type Instant } from '@miaodai/values';
import type { EventCertificate } from '../../integrations/certificate-authority/port.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { CustomerKey, Evidence, OpenSigning, Signature, Signing, SigningState } from './signing.rules.ts';

const TABLE = 'signing.signings';
const COLUMNS = [
  ...(['signing_id', 'contract_id', 'application_id', 'customer_id', 'state', 'request_no', 'text_hash'] as const),
  ...(['evidence_cipher', 'evidence_hash', 'signatures_cipher', 'requested_at', 'signed_at', 'refusal_code'] as const),
] as const;
const select = (tx: Tx | Db) => tx.selectFrom(TABLE).select(COLUMNS);
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

export async function insertSigning(
  tx: Tx,
  vault: Vault,
  { key, evidence, ...signing }: Omit<Signing, 'signatures' | 'signedAt' | 'refusalCode'> & { key: CustomerKey },
): Promise<void> {
  const { id } = signing;
  await tx
    .insertInto(TABLE)
    .values({
      signing_id: id,
      contract_id: signing.contractId,
      application_id: signing.applicationId,
      customer_id: signing.customerId,
      state: signing.state,
      request_no: signing.requestNo,
      text_hash: signing.textHash,
      evidence_cipher: vault.seal(`${TABLE}.evidence`, id, JSON.stringify(evidence)),
      evidence_hash: signing.evidenceHash,
      key_cipher: vault.seal(`${TABLE}.key`, id, packed({ pkcs8: key.pkcs8, csr: key.csr })),
      requested_at: signing.requestedAt,
    })
    .execute();
}

/** The latest signing of a contract: one that was refused may be followed by another. */
export async function signingOf(tx: Tx | Db, vault: Vault, contractId: ContractId): Promise<Signing | undefined> {
  const row = await select(tx)
    .where('contract_id', '=', contractId)
    .orderBy('requested_at', 'desc')
    .orderBy('signing_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && read(row, vault);
}

/** Whether what was agreed to online is signed by both. */
export async function isSigned(tx: Tx | Db, contractId: ContractId): Promise<boolean> {
  const row = await tx
    .selectFrom(TABLE)
    .select('signing_id')
    .where('contract_id', '=', contractId)
    .where('state', '=', 'signed' satisfies SigningState)
    .executeTakeFirst();
  return row !== undefined;
}

/** Locked, so that its outcome is settled once, by whoever comes first. */
export async function lockSigning(tx: Tx, vault: Vault, id: string): Promise<OpenSigning> {
  const row = await tx
    .selectFrom(TABLE)
    .select([...COLUMNS, 'key_cipher', 'certificate_cipher'])
    .where('signing_id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const { pkcs8, csr } = row.key_cipher ? unpacked(vault.open(`${TABLE}.key`, id, row.key_cipher)) : {};
  const open = read(row, vault);
  assert(open.state !== 'requested' || (pkcs8 && csr), `${id} has its key until it is settled`);
  return {
    ...open,
    key: pkcs8 && csr ? { pkcs8, csr } : null,
    // Read by nobody once it is settled.
    certificate:
      row.certificate_cipher && open.state === 'requested'
        ? certificateFrom(vault.open(`${TABLE}.certificate`, id, row.certificate_cipher))
        : null,
  };
}

/** Where it is not settled yet; the same number always brings the same certificate. */
export async function keepCertificate(
  tx: Tx,
  vault: Vault,
  id: string,
  { serialNo, chain, notAfter }: EventCertificate,
  at: Instant,
): Promise<void> {
  const text = JSON.stringify({ serialNo, notAfter, chain: chain.map((one) => one.toString('base64')) });
  await tx
    .updateTable(TABLE)
    .set({ certificate_cipher: vault.seal(`${TABLE}.certificate`, id, text), certified_at: at })
    .where('signing_id', '=', id)
    .where('state', '=', 'requested' satisfies SigningState)
    .where('certificate_cipher', 'is', null)
    .execute();
}

/** With the signature the key is gone: nobody can sign by this certificate again. */
export async function markSigned(
  tx: Tx,
  vault: Vault,
  id: string,
  signatures: readonly Signature[],
  signedAt: Instant,
): Promise<void> {
  await tx
    .updateTable(TABLE)
    .set({
      state: 'signed' satisfies SigningState,
      key_cipher: null,
      signatures_cipher: vault.seal(`${TABLE}.signatures`, id, JSON.stringify(signatures)),
      signed_at: signedAt,
    })
    .where('signing_id', '=', id)
    .execute();
}

export async function markRefused(tx: Tx, id: string, refusalCode: string, at: Instant): Promise<void> {
  await tx
    .updateTable(TABLE)
    .set({ state: 'refused' satisfies SigningState, key_cipher: null, refusal_code: refusalCode, refused_at: at })
    .where('signing_id', '=', id)
    .execute();
}

/** Once nothing demands it any more: that it was signed, and the hashes, stay. */
export async function forgetSigners(tx: Tx, vault: Vault, customerId: CustomerId): Promise<void> {
  const rows = await tx
    .selectFrom(TABLE)
    .select(['signing_id', 'certificate_cipher', 'signatures_cipher'])
    .where('customer_id', '=', customerId)
    .where('state', '<>', 'requested' satisfies SigningState)
    .execute();
  for (const { signing_id: id, certificate_cipher: certificate, signatures_cipher: signatures } of rows) {
    await tx
      .updateTable(TABLE)
      .set({
        evidence_cipher: vault.seal(`${TABLE}.evidence`, id, 'null'),
        certificate_cipher: certificate && vault.seal(`${TABLE}.certificate`, id, ''),
        signatures_cipher: signatures && vault.seal(`${TABLE}.signatures`, id, '[]'),
      })
      .where('signing_id', '=', id)
      .execute();
  }
}

function read(row: Row, vault: Vault): Signing {
  const id = row.signing_id;
  const signatures = row.signatures_cipher && vault.open(`${TABLE}.signatures`, id, row.signatures_cipher);
  return {
    id,
    contractId: row.contract_id as ContractId,
    applicationId: row.application_id as ApplicationId,
    customerId: row.customer_id as CustomerId,
    state: row.state as SigningState,
    requestNo: row.request_no,
    textHash: row.text_hash,
    evidence: JSON.parse(vault.open(`${TABLE}.evidence`, id, row.evidence_cipher)) as Evidence | null,
    evidenceHash: row.evidence_hash,
    requestedAt: row.requested_at,
    signedAt: row.signed_at,
    refusalCode: row.refusal_code,
    signatures: signatures ? (JSON.parse(signatures) as Signature[]) : [],
  };
}

const packed = (parts: Record<string, Buffer>): string =>
  JSON.stringify(Object.fromEntries(Object.entries(parts).map(([name, bytes]) => [name, bytes.toString('base64')])));

const unpacked = (text: string): Record<string, Buffer | undefined> =>
  Object.fromEntries(
    Object.entries(JSON.parse(text) as Record<string, string>).map(([name, part]) => [
      name,
      Buffer.from(part, 'base64'),
    ]),
  );

function certificateFrom(text: string): EventCertificate {
  const { chain, ...rest } = JSON.parse(text) as { serialNo: string; notAfter: Instant; chain: string[] };
  return { ...rest, chain: chain.map((one) => Buffer.from(one, 'base64')) };
}
