import { X509Certificate, createPrivateKey, createPublicKey } from 'node:crypto';
import { assert } from '@miaodai/values';
import { readCustomer } from '../../customer/identity/index.ts';
import type {
  CertificateAuthority,
  EventCertificate,
  EventCertificateRequest,
} from '../../integrations/certificate-authority/port.ts';
import { claimCall, renewCall } from '../../integrations/external-calls/index.ts';
import { done, refused, unknown, type Outcome } from '../../integrations/outcome.ts';
import type { Clock } from '../../platform/clock.ts';
import type { InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { together } from '../../platform/db/together.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { makeFile, TAKEN_OVER, type FileNeeds } from './make-file.ts';
import { settleSigning } from './settle-signing.ts';
import {
  forPerson,
  OTHER_CERTIFICATE,
  requestNoOf,
  type CustomerKey,
  type OpenSigning,
  type SignedFile,
} from './signing.rules.ts';
import { keepCertificate, lockSigning } from './signing.store.ts';

type Needs = FileNeeds & {
  db: Db;
  inTx: InTx;
  vault: Vault;
  clock: Clock;
  certificateAuthority: CertificateAuthority;
};
type Claim = { signing: OpenSigning; key: CustomerKey; attempt: number };

/** Longer than a call may take, so that two nodes never sign together; shorter than a customer's patience. */
const LEASE_SECONDS = 8;
/** Whoever finds the lease taken looks again so soon: its holder may be dead, and a lease may have just a moment to go. */
const LOOK_AGAIN_SECONDS = 2;

/** Job: has the customer's certificate issued, sets the contract, signs it for the customer and seals it for the bank. */
export async function signContract(needs: Needs, job: Job): Promise<void> {
  const claim = await claimSigning(needs, job);
  if (!claim) return;
  await settleSigning(needs, job, claim.attempt, await sign(needs, claim));
}

/** Commits 'sent' before the socket is touched: after a crash we ask what became of our application. */
function claimSigning({ inTx, vault }: Needs, job: Job): Promise<Claim | undefined> {
  const id = job.subject;
  const claim = (tx: Tx) => together([lockSigning(tx, vault, id), claimCall(tx, requestNoOf(id), LEASE_SECONDS)]);
  return inTx(async ({ tx, emit }, [signing, attempt]) => {
    if (attempt === undefined) {
      // Settled; or somebody else is at it just now.
      if (signing.state === 'requested') emit('contract.agreed', id, { afterSeconds: LOOK_AGAIN_SECONDS });
      await job.completeIn(tx);
      return undefined;
    }
    assert(signing.key, `${id} is open, and so has its key`);
    return { signing, key: signing.key, attempt };
  }, claim);
}

/** No transaction is open while we wait for others; each of them has the whole lease. */
async function sign(needs: Needs, claim: Claim): Promise<Outcome<SignedFile>> {
  const { db } = needs;
  const { signing, key, attempt } = claim;
  const stillOurs = () => renewCall(db, signing.requestNo, attempt, LEASE_SECONDS);
  const certificate = await certificateFor(needs, claim, stillOurs);
  if (certificate.is !== 'done') return certificate;
  if (certificate.value.notAfter <= needs.clock.now())
    return refused('certificate-expired', 'it took longer than the certificate is good for');
  if (!(await stillOurs())) return TAKEN_OVER;
  return makeFile(needs, { signing, pkcs8: key.pkcs8, certificate: certificate.value }, stillOurs);
}

/** Kept once it is there, so that whoever goes on after a crash asks nobody. */
async function certificateFor(
  needs: Needs,
  { signing, key, attempt }: Claim,
  stillOurs: () => Promise<boolean>,
): Promise<Outcome<EventCertificate>> {
  if (signing.certificate) return done(signing.certificate);
  const request = await requestFor(needs, signing, key);
  const issued =
    attempt === 1
      ? await needs.certificateAuthority.issue(request)
      : await inquire(needs.certificateAuthority, request, stillOurs);
  if (issued.is !== 'done') return issued;
  if (!isFor(key, issued.value)) return unknown(forPerson(OTHER_CERTIFICATE));
  await needs.inTx(({ tx, now }) => keepCertificate(tx, needs.vault, signing.id, issued.value, now));
  return issued;
}

async function requestFor(
  { db, vault }: Needs,
  { requestNo, customerId, evidenceHash }: OpenSigning,
  { csr }: CustomerKey,
): Promise<EventCertificateRequest> {
  const { name, idNumber } = await readCustomer(db, vault, customerId);
  return { requestNo, csr, name, idNumber, evidenceHash };
}

/** 'Absent' is no proof, since an application may still be on its way: it is made again under its own number, which brings one certificate. */
async function inquire(
  authority: CertificateAuthority,
  request: EventCertificateRequest,
  stillOurs: () => Promise<boolean>,
): Promise<Outcome<EventCertificate>> {
  const found = await authority.find(request.requestNo);
  if (found.is !== 'done') return found;
  if (found.value.state === 'issued') return done(found.value.certificate);
  return (await stillOurs()) ? authority.issue(request) : TAKEN_OVER;
}

function isFor({ pkcs8 }: CustomerKey, { chain: [leaf] }: EventCertificate): boolean {
  if (!leaf) return false;
  const ours = createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }));
  return new X509Certificate(leaf).publicKey.equals(ours);
}
