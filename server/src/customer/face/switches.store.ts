import { sql } from 'kysely';
import type { Instant } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { FacePurpose } from './face.rules.ts';

export type FaceSwitch = {
  purpose: FacePurpose;
  channel: string;
  required: boolean;
  setBy: string;
  reason: string;
};

/** The latest row that holds by now; where there is none, a face check is asked for: nobody has decided otherwise. */
export async function isFaceRequired(
  tx: Tx | Db,
  purpose: FacePurpose,
  channel: string,
  now: Instant,
): Promise<boolean> {
  const { rows } = await sql<{ required: boolean }>`
    select required
    from face.switches
    where purpose = ${purpose} and channel = ${channel} and effective_from <= ${now}
    order by effective_from desc
    limit 1`.execute(tx);
  return rows[0]?.required ?? true;
}

/** A switch is never changed: a later row goes before it. */
export async function setFaceSwitch(db: Db, set: FaceSwitch, from: Instant): Promise<void> {
  await db
    .insertInto('face.switches')
    .values({
      purpose: set.purpose,
      channel: set.channel,
      effective_from: from,
      required: set.required,
      set_by: set.setBy,
      reason: set.reason,
    })
    .execute();
}

/** The newest first, for whoever looks at what was switched and why. */
export async function listFaceSwitches(db: Db): Promise<(FaceSwitch & { from: Instant })[]> {
  const { rows } = await sql<FaceSwitch & { from: Instant }>`
    select purpose, channel, required, set_by as "setBy", reason, effective_from as "from"
    from face.switches
    order by effective_from desc
    limit 100`.execute(db);
  return rows;
}
