import { ok, refuse, type BusinessDate, type CustomerId, type Result } from '@miaodai/values';
import { asDocument, readText } from '../../bank/content/index.ts';
import type { Settings } from '../../bank/settings/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { recordConsent, type From } from '../consent/index.ts';
import { makeKnown } from '../identity/index.ts';
import {
  editsOf,
  isExpired,
  isOldEnough,
  lastDayOf,
  problemsOf,
  type Field,
  type FieldProblem,
  type Fields,
} from './documents.rules.ts';
import { lockDocumentsOf, markConfirmed, selectDraft } from './documents.store.ts';

type Consent = { version: string; textHash: string };
type Asked = { customerId: CustomerId; fields: Fields; consent: Consent };
/** A draft and fields that go together, and what it takes to confirm them. */
export type Checked = Asked & { documentId: string; version: number; edited: Field[]; settings: Settings };
type Refusal = 'id-document-incomplete' | 'agreement-outdated' | 'id-document-expired' | 'too-young';
type Refused = { ok: false; refusal: 'invalid-input'; problems: FieldProblem[] };

/** All that can be told without asking others, so that a slip of the finger costs no try. */
export async function checkConfirmation(
  db: Db | Tx,
  vault: Vault,
  asked: Asked,
  settings: Settings,
  today: BusinessDate,
): Promise<Result<Checked, Refusal> | Refused> {
  const { customerId, fields, consent } = asked;
  const draft = await selectDraft(db, vault, customerId);
  if (!draft?.sides.front || !draft.sides.back) return refuse('id-document-incomplete');
  const { edited, problems } = editsOf(fields, [draft.sides.front, draft.sides.back], settings);
  const wrong = [...problems, ...problemsOf(fields, today)];
  if (wrong.length > 0) return { ok: false, refusal: 'invalid-input', problems: wrong };
  if (isExpired(lastDayOf(fields), today)) return refuse('id-document-expired');
  if (!isOldEnough(fields, today, settings.customerMinAgeYears)) return refuse('too-young');
  const text = asDocument(await readText(db, 'id-document', today));
  if (text.version !== consent.version || text.textHash !== consent.textHash) return refuse('agreement-outdated');
  const { documentId, version } = draft;
  return ok({ ...asked, documentId, version, edited, settings });
}

/** After the citizen registry agreed: the document holds, and the bank knows who its customer is. */
export async function confirmIdDocument(
  { tx, now }: Context,
  vault: Vault,
  checked: Checked,
  from: From,
): Promise<Result<void, 'draft-changed' | 'id-number-taken' | 'identity-mismatch'>> {
  const { customerId, documentId, fields, consent, edited, settings } = checked;
  await lockDocumentsOf(tx, customerId);
  const draft = await selectDraft(tx, vault, customerId);
  if (draft?.documentId !== documentId || draft.version !== checked.version) return refuse('draft-changed');
  const known = await makeKnown(tx, vault, customerId, { name: fields.name, idNumber: fields.idNumber });
  if (!known.ok) return known;
  await recordConsent(tx, { customerId, kind: 'id-document', subject: documentId, ...consent }, from, now);
  const times = { now, keepDays: settings.idImageRetentionDays };
  const expiresOn = lastDayOf(fields);
  await markConfirmed(tx, vault, { customerId, documentId, fields, edited, expiresOn }, times);
  return ok(undefined);
}
