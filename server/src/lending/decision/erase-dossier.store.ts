import type { ApplicationId } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Tx } from '../../platform/db/connect.ts';

const TABLE = 'decision.decisions';

/** Once nothing demands it any more: what was decided stays, what was known of the person goes. */
export async function eraseDossier(tx: Tx, vault: Vault, applicationId: ApplicationId): Promise<void> {
  const row = await tx
    .selectFrom(TABLE)
    .select('decision_id')
    .where('application_id', '=', applicationId)
    .where('state', '=', 'decided')
    .executeTakeFirst();
  if (!row) return;
  await tx
    .updateTable(TABLE)
    .set({ dossier_cipher: vault.seal(`${TABLE}.dossier`, row.decision_id, '{}') })
    .where('decision_id', '=', row.decision_id)
    .execute();
}
