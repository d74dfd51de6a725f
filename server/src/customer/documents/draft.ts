import type { CustomerId } from '@miaodai/values';
import type { Settings } from '../../bank/settings/index.ts';
import type { IdCardReading } from '../../integrations/ocr/port.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { editableFields, hintsFor, type Field, type KeptReading } from './documents.rules.ts';
import { lockDocumentsOf, selectDraft, updateReading, upsertSide } from './documents.store.ts';

/** A side as the customer sees it. */
export type ShownSide = KeptReading & { hints: string[]; editable: Field[] };

/** Kept where it can be used; a picture that nothing can be read of is thrown away. */
export async function keepSide(
  { tx, now }: Context,
  vault: Vault,
  customerId: CustomerId,
  reading: IdCardReading,
  settings: Settings,
): Promise<ShownSide> {
  const { side, fields, confidence, quality, picture, portrait } = reading;
  const kept: KeptReading = { side, fields, confidence, quality };
  if (quality.ok) {
    await lockDocumentsOf(tx, customerId);
    const times = { now, keepDays: settings.idDraftDays };
    await upsertSide(tx, vault, customerId, { reading: kept, picture, portrait }, times);
  }
  return shownSide(kept, settings);
}

export const shownSide = (reading: KeptReading, settings: Settings): ShownSide => ({
  ...reading,
  hints: hintsFor(reading),
  editable: editableFields(reading, settings),
});

/**
 * The registry does not know this number under this name: one of the two may have been misread with certainty, as a rare letter is taken
 * for a likeness. From now on the customer may set them right; the registry decides, and tries are counted.
 */
export async function doubtIdentity(tx: Tx, vault: Vault, customerId: CustomerId): Promise<void> {
  await lockDocumentsOf(tx, customerId);
  const draft = await selectDraft(tx, vault, customerId);
  const front = draft?.sides.front;
  if (!front) return;
  const confidence = { ...front.confidence, name: 0, idNumber: 0 };
  await updateReading(tx, vault, draft.documentId, { ...front, confidence });
}

/** What waits to be confirmed. */
export async function readDraft(
  tx: Tx | Db,
  vault: Vault,
  customerId: CustomerId,
): Promise<{ front?: KeptReading; back?: KeptReading }> {
  return (await selectDraft(tx, vault, customerId))?.sides ?? {};
}
