import { createHash } from 'node:crypto';
import type { CertificateAuthority, EventCertificate } from '../../integrations/certificate-authority/port.ts';
import { done, unknown, type Outcome } from '../../integrations/outcome.ts';
import type { TimeStampAuthority } from '../../integrations/time-stamp/port.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db } from '../../platform/db/connect.ts';
import {
  keyOf,
  type Pades,
  type PdfReport,
  type Signatory,
  type SigningKey,
  type Sm2Seal,
} from '../../platform/pades/index.ts';
import type { Typesetter } from '../../platform/typeset/index.ts';
import { contractFile } from '../contract/index.ts';
import { forPerson, type Signature, type SignedFile, type Signing } from './signing.rules.ts';

export type FileNeeds = {
  db: Db;
  vault: Vault;
  clock: Clock;
  certificateAuthority: CertificateAuthority;
  timeStampAuthority: TimeStampAuthority;
  typesetter: Typesetter;
  pades: Pades;
  seal: SigningKey;
  sm2Seal: Sm2Seal | undefined;
  trustedRoots: readonly Buffer[];
};
type By = { signing: Signing; pkcs8: Buffer; certificate: EventCertificate };
type StillOurs = () => Promise<boolean>;

const LOCATION = '中国';
/** The lease ran out, and somebody else is at it: what is learnt from now on is theirs. */
export const TAKEN_OVER = unknown('another attempt has taken over');

/**
 * The contract as one file: set from its rows, signed for the customer, sealed by the bank, and verified before anybody relies on it.
 * Whatever of it is not known, or does not verify, is tried again.
 */
export async function makeFile(needs: FileNeeds, by: By, stillOurs: StillOurs): Promise<Outcome<SignedFile>> {
  const { timeStampAuthority, seal } = needs;
  const stampChain = await timeStampAuthority.chain();
  if (stampChain.is !== 'done') return notYet(stampChain);
  // Each call has the whole lease.
  if (!(await stillOurs())) return TAKEN_OVER;
  const crls = await listsOver(needs, [by.certificate.chain, seal.chain, stampChain.value]);
  if (crls.is !== 'done') return crls;
  if (!(await stillOurs())) return TAKEN_OVER;
  const { contractNo, paper } = await setContract(needs, by.signing);
  return signPaper(needs, by, { contractNo, paper, stampChain: stampChain.value, crls: crls.value }, stillOurs);
}

async function setContract({ db, vault, typesetter }: FileNeeds, { contractId, customerId, ...signing }: Signing) {
  const { requestNo, evidence, evidenceHash } = signing;
  if (!evidence) throw new Error(`${contractId}: what is signed has its evidence`);
  const data = await contractFile(db, vault, contractId, { customerId, requestNo, evidence, evidenceHash });
  return { contractNo: data.contractNo, paper: await typesetter.pdf('contract', data) };
}

type Prepared = { contractNo: string; paper: Buffer; stampChain: Buffer[]; crls: Buffer[] };

async function signPaper(
  { clock, pades, seal, sm2Seal, timeStampAuthority, trustedRoots }: FileNeeds,
  { pkcs8, certificate }: By,
  { contractNo, paper, stampChain, crls }: Prepared,
  stillOurs: StillOurs,
): Promise<Outcome<SignedFile>> {
  let unstamped: Outcome<never> | undefined;
  const stamp = async (digest: Buffer): Promise<Buffer> => {
    const stamped = (await stillOurs()) ? await timeStampAuthority.stamp(digest) : TAKEN_OVER;
    if (stamped.is === 'done') return stamped.value;
    unstamped = notYet(stamped);
    throw new Error('no time-stamp');
  };
  try {
    const { content, sha256 } = await pades.sign(paper, {
      ...{ signedAt: clock.now(), stamp, stampChain, crls },
      customer: signatory(keyOf(pkcs8, certificate.chain), 'Customer', `同意并签署合同 ${contractNo}`),
      seal: signatory(seal, 'Bank', `银行签章，合同 ${contractNo}`),
    });
    const sm2 = sm2Seal && { signature: sm2Seal.sign(content), publicKey: sm2Seal.publicKey };
    return asSigned(await pades.verify(content, trustedRoots), { content, sha256, contractNo, sm2 });
  } catch (error) {
    if (unstamped) return unstamped;
    throw error;
  }
}

const signatory = (key: SigningKey, fieldName: string, reason: string): Signatory => ({
  ...{ key, fieldName, reason, location: LOCATION },
});

/** A file that this bank itself would not accept is nobody's contract. */
function asSigned(report: PdfReport, file: Omit<SignedFile, 'signatures'>): Outcome<SignedFile> {
  const [customer, bank] = report.signatures.map(
    ({ name, issuer, certificateNo, signedAt }, i): Signature | undefined =>
      signedAt === null ? undefined : { signer: i === 0 ? 'customer' : 'bank', name, issuer, certificateNo, signedAt },
  );
  if (report.verdict !== 'valid' || !customer || !bank || report.signatures.length !== 2)
    return unknown(forPerson(`the signed file does not verify: ${report.verdict}, ${report.findings.join(' ')}`));
  return done({ ...file, signatures: [customer, bank] });
}

/** Of every authority above a signature: once each, however many chains it stands in. */
async function listsOver(
  { certificateAuthority }: FileNeeds,
  chains: readonly (readonly Buffer[])[],
): Promise<Outcome<Buffer[]>> {
  const issuers = new Map(
    chains.flatMap(([, ...above]) => above.map((der) => [createHash('sha256').update(der).digest('hex'), der])),
  );
  const lists = await Promise.all([...issuers.values()].map((issuer) => certificateAuthority.revocationList(issuer)));
  const missing = lists.find(({ is }) => is !== 'done');
  if (missing && missing.is !== 'done') return notYet(missing);
  return done(lists.flatMap((list) => (list.is === 'done' ? [list.value] : [])));
}

/** The customer's certificate is there: that another service refuses does not undo what was agreed to. */
const notYet = (outcome: Exclude<Outcome<unknown>, { is: 'done' }>): Outcome<never> =>
  outcome.is === 'unknown' ? outcome : unknown(forPerson(`${outcome.code} ${outcome.reason}`));
