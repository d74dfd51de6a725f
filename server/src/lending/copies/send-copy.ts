import { assert } from '@miaodai/values';
import { fillIn, readText } from '../../bank/content/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { claimCall } from '../../integrations/external-calls/index.ts';
import type { Mail, MailServer } from '../../integrations/mail/port.ts';
import type { InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db } from '../../platform/db/connect.ts';
import { together } from '../../platform/db/together.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { zipOf } from '../../platform/zip/zip.ts';
import { ownContract } from '../contract/index.ts';
import { signedFileOf } from '../signing/index.ts';
import { fileNamesOf, letterOf, messageNoOf, type Copy } from './copies.rules.ts';
import { lockCopy, unzipCodeOf } from './copies.store.ts';
import { settleCopy } from './settle-copy.ts';

type Needs = { db: Db; inTx: InTx; vault: Vault; mail: MailServer; mailLeaseSeconds: number };
type Claim = { copy: Copy; attempt: number };

/** Whoever finds the lease taken looks again so soon: its holder may be dead. */
const LOOK_AGAIN_SECONDS = 10;

/** Job: makes the file and hands the mail to the server. No transaction is open while we wait for it. */
export async function sendCopy(needs: Needs, job: Job): Promise<void> {
  const claim = await claimCopy(needs, job);
  if (!claim) return;
  const outcome = await needs.mail.send(await mailOf(needs, claim.copy));
  await settleCopy(needs, job, claim.attempt, outcome);
}

/** Commits 'sent' before the socket is touched, so that two nodes never send at once. */
function claimCopy({ inTx, vault, mailLeaseSeconds }: Needs, job: Job): Promise<Claim | undefined> {
  const copyId = job.subject;
  return inTx(async ({ tx, emit }) => {
    const [copy, attempt] = await together([
      lockCopy(tx, vault, copyId),
      claimCall(tx, messageNoOf(copyId), mailLeaseSeconds),
    ]);
    assert(copy, 'what is to be sent is there');
    if (attempt !== undefined) return { copy, attempt };
    if (copy.state === 'queued') emit('contract-copy.requested', copyId, { afterSeconds: LOOK_AGAIN_SECONDS });
    await job.completeIn(tx);
    return undefined;
  });
}

/** The same words and the same code, however often it is sent. */
async function mailOf({ db, vault }: Needs, copy: Copy): Promise<Mail> {
  const { contractId, customerId, requestedOn, address } = copy;
  const [contract, file, unzipCode] = await Promise.all([
    ownContract(db, vault, contractId, customerId),
    signedFileOf(db, vault, contractId),
    unzipCodeOf(db, vault, copy.id),
  ]);
  assert(contract && file && unzipCode && address, 'a copy has its contract, file, code and address');
  const [text, { servicePhone }] = await Promise.all([
    readText(db, 'mail:contract-copy', requestedOn),
    readSettings(db, requestedOn),
  ]);
  const names = fileNamesOf(contract.no);
  return {
    messageNo: messageNoOf(copy.id),
    to: address,
    ...letterOf(fillIn(text, { contractNo: contract.no, phone: servicePhone })),
    attachment: {
      fileName: names.zip,
      mediaType: 'application/zip',
      content: await zipOf([{ name: names.pdf, content: file.content }], { password: unzipCode }),
    },
  };
}
