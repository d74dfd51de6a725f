import { createHash } from 'node:crypto';
import {
  addSeconds,
  assert,
  ok,
  refuse,
  type ApplicationId,
  type CustomerId,
  type Result,
  type StaffId,
} from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { readSettings } from '../../bank/settings/index.ts';
import type { VirusScanner } from '../../integrations/virus-scan/port.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { ownApplication } from '../application/index.ts';
import { paperKinds } from './content.ts';
import { insertEvent } from './events.store.ts';
import { lockForWork } from './lock-for-work.ts';
import { lookAtPaper } from './look-at-paper.ts';
import { reviewOf } from './open-review.ts';
import { deletePaper, findPaper, insertPaper, papersOf, type MediaType, type Paper } from './papers.store.ts';
import { isUndecided, wrongField, type Decided, type Officer, type Review } from './review.rules.ts';
import { updateReview } from './review.store.ts';

/** A file that was looked at and may be kept. */
export type GoodFile = { content: Buffer; mediaType: MediaType; scan: Paper['scan'] };
type FileRefusal = 'file-refused' | 'file-infected' | 'outside-system-silent';

/** Before anything of it is stored, with no transaction open: what it is, and whether it carries a virus. */
export async function checkFile(
  { virusScanner }: { virusScanner: VirusScanner },
  base64: string,
  { paperMaxBytes }: { paperMaxBytes: number },
): Promise<Result<GoodFile, FileRefusal>> {
  const content = Buffer.from(base64, 'base64');
  const most = (paperMaxBytes / 1_048_576).toFixed(1).replace('.0', '');
  if (content.length > paperMaxBytes) return refuse('file-refused', { words: `文件不能超过 ${most} MB` });
  const type = await lookAtPaper(content);
  if (!type.ok) return type;
  const scanned = await virusScanner.scan(content);
  if (scanned.is === 'refused') return refuse('file-infected', { words: `发现病毒：${scanned.reason}` });
  if (scanned.is === 'unknown') return refuse('outside-system-silent');
  return ok({ content, mediaType: type.value, scan: scanned.value });
}

type Own = { customerId: CustomerId; applicationId: ApplicationId };
type Upload = { kind: string; name: string; file: GoodFile };
type Refusal = 'not-found' | 'step-not-allowed' | 'too-many-files';

/** The customer's own paper. Once all that was asked for is there, the officer's clock runs again. */
export async function addPaper(
  context: Context,
  vault: Vault,
  { customerId, applicationId, ...upload }: Own & Upload,
): Promise<Decided<void, Refusal>> {
  const { tx, today, now } = context;
  const application = await ownApplication(tx, vault, applicationId, customerId, { lock: true });
  if (!application) return refuse('not-found');
  if (application.step !== 'officer') return refuse('step-not-allowed');
  const review = await reviewOf(context, vault, application);
  const kinds = await paperKinds(tx, today);
  if (!kinds.some(({ kind, use }) => kind === upload.kind && use === 'customer'))
    return wrongField('kind', '请选择资料类型');
  const before = await papersOf(tx, vault, applicationId);
  const { papersPerApplication, reviewHours } = await readSettings(tx, today);
  if (before.filter(({ uploadedBy }) => uploadedBy === null).length >= papersPerApplication)
    return refuse('too-many-files');

  const paper = await keep(context, vault, applicationId, upload, null);
  const answered = isAnswered(review, [...before, paper]);
  await updateReview(
    tx,
    vault,
    applicationId,
    answered ? { state: 'open', asked: null, dueAt: addSeconds(now, reviewHours * 3_600) } : {},
  );
  await insertEvent(tx, vault, applicationId, { event: 'paper-added' }, now);
  return ok(undefined);
}

/** Whether each kind that was asked for has come since. */
const isAnswered = ({ state, asked }: Review, papers: readonly Paper[]): boolean =>
  state === 'waiting-for-papers' &&
  asked !== null &&
  asked.kinds.every((kind) => papers.some((paper) => paper.kind === kind && paper.uploadedAt >= asked.at));

/** Until it is decided the customer may take back what they have uploaded themselves. */
export async function removePaper(
  { tx, now }: Context,
  vault: Vault,
  { customerId, applicationId, paperId }: Own & { paperId: string },
): Promise<Result<void, 'not-found' | 'step-not-allowed'>> {
  const application = await ownApplication(tx, vault, applicationId, customerId, { lock: true });
  const paper = application && (await findPaper(tx, vault, paperId));
  if (!paper || paper.applicationId !== applicationId || paper.uploadedBy !== null) return refuse('not-found');
  if (application.step !== 'officer') return refuse('step-not-allowed');
  await deletePaper(tx, paperId);
  await updateReview(tx, vault, applicationId, {});
  await insertEvent(tx, vault, applicationId, { event: 'paper-removed' }, now);
  return ok(undefined);
}

/** A paper that was handed over at the branch, or, once it is approved, a scan of what was signed there. */
export async function addStaffPaper(
  context: Context,
  vault: Vault,
  { applicationId, ...upload }: { applicationId: ApplicationId } & Upload,
  officer: Officer,
): Promise<Decided<string, Refusal>> {
  const { tx, today, now } = context;
  const locked = await lockForWork(context, vault, applicationId, officer);
  if (!locked.ok) return locked;
  const { review } = locked.value;
  const open = isUndecided(review) || review.state === 'to-sign';
  if (!open) return refuse('step-not-allowed');
  const known = (await paperKinds(tx, today)).find(({ kind }) => kind === upload.kind);
  if (!known || (known.use !== 'customer' && review.state !== 'to-sign')) return wrongField('kind', '请选择资料类型');
  const before = await papersOf(tx, vault, applicationId);
  const { papersPerApplication } = await readSettings(tx, today);
  if (before.filter(({ uploadedBy }) => uploadedBy !== null).length >= papersPerApplication)
    return refuse('too-many-files');

  const { id } = await keep(context, vault, applicationId, upload, officer.staffId);
  await updateReview(tx, vault, applicationId, {});
  await insertEvent(tx, vault, applicationId, { event: 'paper-added', by: officer.staffId }, now);
  return ok(id);
}

async function keep(
  { tx, now }: Context,
  vault: Vault,
  applicationId: ApplicationId,
  { kind, name, file }: Upload,
  uploadedBy: StaffId | null,
): Promise<Paper> {
  const { content, mediaType, scan } = file;
  assert(content.length > 0, 'a paper has content');
  const sha256 = createHash('sha256').update(content).digest('hex');
  const paper: Paper = {
    ...{ id: uuid(), applicationId, kind, name, mediaType, sizeBytes: content.length, sha256, scan },
    ...{ uploadedBy, uploadedAt: now, recorded: false },
  };
  await insertPaper(tx, vault, paper, content);
  return paper;
}

/** The customer's view of their papers needs no more than these. */
export const customersPapers = async (tx: Tx | Db, vault: Vault, id: ApplicationId): Promise<Paper[]> =>
  (await papersOf(tx, vault, id)).filter(({ uploadedBy }) => uploadedBy === null);
