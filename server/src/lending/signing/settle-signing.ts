import { assert, secondsBetween } from '@miaodai/values';
import { closeCase, openCase } from '../../bank/cases/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { queueMessage } from '../../customer/messages/index.ts';
import { inquiryPause, settleCall } from '../../integrations/external-calls/index.ts';
import { unknown, type Outcome } from '../../integrations/outcome.ts';
import type { Context, InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { together } from '../../platform/db/together.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { lockApplication, moveTo } from '../application/index.ts';
import { lockContract, reopenContract } from '../contract/index.ts';
import { insertFile } from './files.store.ts';
import {
  forPerson,
  isForPerson,
  OTHER_CERTIFICATE,
  requestNoOf,
  type OpenSigning,
  type SignedFile,
} from './signing.rules.ts';
import { lockSigning, markRefused, markSigned } from './signing.store.ts';

type Needs = { inTx: InTx; vault: Vault };
const CASE = 'signing-outcome-open';

/**
 * The one place where an outcome becomes a fact: the file with its signatures, the key's end, the step. Where a node that woke up late
 * knows nothing and another has taken over, nothing is written, the job least of all: it is all that keeps the signing moving.
 */
export async function settleSigning(
  { inTx, vault }: Needs,
  job: Job,
  attempt: number,
  answer: Outcome<SignedFile>,
): Promise<void> {
  const id = job.subject;
  const outcome = aboutOurNumber(answer);
  const record = (tx: Tx) => together([lockSigning(tx, vault, id), settleCall(tx, requestNoOf(id), attempt, outcome)]);
  await inTx(async (context, [signing, counted]) => {
    const settled = signing.state !== 'requested';
    if (!settled && !counted) return;
    const follow = settled ? compare(context, signing, outcome) : settle(context, vault, signing, attempt, outcome);
    await together([follow, job.completeIn(context.tx)]);
  }, record);
}

/** They refuse what they got under a number that they know for something else; what they issued for it is another question. */
const aboutOurNumber = <T>(answer: Outcome<T>): Outcome<T> =>
  answer.is === 'refused' && answer.code === 'number-used-otherwise' ? unknown(forPerson(OTHER_CERTIFICATE)) : answer;

/** Two attempts met here: the first has settled it, and its file stands. That they disagree is for a person. */
async function compare(context: Context, signing: OpenSigning, outcome: Outcome<SignedFile>): Promise<void> {
  const contradicts =
    (signing.state === 'signed' && outcome.is === 'refused') || (signing.state === 'refused' && outcome.is === 'done');
  if (contradicts) await tellPerson(context, signing, `settled, and later ${outcome.is}`);
}

async function settle(
  context: Context,
  vault: Vault,
  signing: OpenSigning,
  attempt: number,
  outcome: Outcome<SignedFile>,
): Promise<void> {
  if (outcome.is === 'unknown') return askAgain(context, signing, attempt, outcome.cause);
  // The first attempt opens no case, so it has none to close.
  if (attempt > 1) await closeCase(context.tx, CASE, signing.id, context.now);
  if (outcome.is === 'refused') await refused(context, vault, signing, outcome.code);
  else await signed(context, vault, signing, outcome.value);
}

async function signed(context: Context, vault: Vault, signing: OpenSigning, file: SignedFile): Promise<void> {
  const { tx, now } = context;
  const { id: signingId, contractId } = signing;
  const { content, sha256, contractNo, signatures, sm2 } = file;
  const application = await lockApplication(tx, vault, signing.applicationId);
  assert(application, 'what is signed has an application');
  await together([
    insertFile(tx, vault, { contractId, signingId, contractNo, sha256, content, sm2 }),
    markSigned(tx, vault, signingId, signatures, now),
    moveTo(context, vault, application, 'confirm'),
  ]);
}

/** No certificate: nothing was signed. The customer may agree once more, under another number. */
async function refused(context: Context, vault: Vault, signing: OpenSigning, code: string): Promise<void> {
  const { tx, now } = context;
  const { customerId, contractId } = signing;
  const application = await lockApplication(tx, vault, signing.applicationId);
  const contract = await lockContract(tx, vault, contractId);
  assert(application && contract, 'what is signed has an application and a contract');
  await markRefused(tx, signing.id, code, now);
  await reopenContract(tx, contractId);
  await moveTo(context, vault, application, 'contract');
  await queueMessage(context, vault, { customerId, kind: 'signing-refused' }, { contractNo: contract.no });
}

/** It stays 'requested'; the next try comes after a growing pause, and at last a person is told. Nothing fails by age alone. */
async function askAgain(context: Context, signing: OpenSigning, attempt: number, cause: string): Promise<void> {
  const settings = await readSettings(context.tx, context.today);
  const tooLong = secondsBetween(signing.requestedAt, context.now) >= settings.openOutcomeCaseSeconds;
  if (tooLong || isForPerson(cause)) await tellPerson(context, signing, cause);
  const afterSeconds = inquiryPause(attempt, settings.inquiryFirstSeconds, settings.inquiryMaxSeconds);
  context.emit('contract.agreed', signing.id, { afterSeconds });
}

const tellPerson = async ({ tx, now }: Context, { id }: OpenSigning, cause: string): Promise<void> => {
  await openCase(tx, CASE, id, cause, now);
};
