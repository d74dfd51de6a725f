import { today } from '../../bank/calendar/index.ts';
import { fillIn, readText } from '../../bank/content/index.ts';
import type { Settings } from '../../bank/settings/index.ts';
import type { Application } from '../../lending/application/index.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';

/** What somebody reads whom HR does not know: how to try again, and after the last try where to turn to. Null for everybody else. */
export async function viewNotEligible(
  tx: Db | Tx,
  { route, step }: Application,
  triesLeft: number,
  { servicePhone }: Settings,
): Promise<{ title: string; paragraphs: string[] } | null> {
  if (route !== 'none' || (step !== 'identity' && step !== 'not-eligible')) return null;
  const why = step === 'identity' ? 'unknown-employee' : 'no-tries-left';
  const text = await readText(tx, `not-eligible:${why}`, await today(tx));
  const { title, paragraphs } = fillIn(text, { triesLeft: String(triesLeft), phone: servicePhone });
  return { title, paragraphs };
}
