import type { ContractId, Instant } from '@miaodai/values';
import type { EventCertificate } from '../../integrations/certificate-authority/port.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';

const TABLE = 'signing.signings';

type Issued = Pick<EventCertificate, 'serialNo' | 'notAfter'> & {
  certifiedAt: Instant;
  /** DER as base64, leaf first. */
  chain: string[];
};

/** The certificate that a contract was signed by, and when it came; undefined where it was not signed here. */
export async function certificateOf(tx: Tx | Db, vault: Vault, contractId: ContractId): Promise<Issued | undefined> {
  const row = await tx
    .selectFrom(TABLE)
    .select(['signing_id', 'certificate_cipher', 'certified_at'])
    .where('contract_id', '=', contractId)
    .where('state', '=', 'signed')
    .executeTakeFirst();
  if (!row?.certificate_cipher || !row.certified_at) return undefined;
  const text = vault.open(`${TABLE}.certificate`, row.signing_id, row.certificate_cipher);
  return text === ''
    ? undefined
    : { ...(JSON.parse(text) as Omit<Issued, 'certifiedAt'>), certifiedAt: row.certified_at };
}
