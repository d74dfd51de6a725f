import { ok, refuse, type BusinessDate, type Refused, type Result } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { fillIn, type Text } from './content.rules.ts';
import { versionDays } from './content.store.ts';
import { mayBegin, variablesOf } from './kinds.rules.ts';
import { faultsOf, type Fault, type Wording } from './wording.rules.ts';

type Sampled = { tx: Tx | Db; today: BusinessDate };
type NotValid = Refused<'text-not-valid'> & { fields: Fault[] };

/** A wording that need not be a version yet, with the examples filled in. Refused as its draft would be; how long it is read is no matter. */
export async function sampleText(
  { tx, today }: Sampled,
  kind: string,
  { title, paragraphs }: Pick<Wording, 'title' | 'paragraphs'>,
): Promise<Result<Text, 'not-found'> | NotValid> {
  if (!mayBegin(kind) && (await versionDays(tx, kind)).length === 0) return refuse('not-found');
  const text = { kind, version: '样张', effectiveOn: today, title, paragraphs, readingSeconds: 60, mustReachEnd: true };
  const faults = faultsOf(kind, text);
  if (faults.length > 0) return { ...refuse('text-not-valid'), fields: faults };
  return ok(fillIn(text, Object.fromEntries(variablesOf(kind).map(({ name, sample }) => [name, sample]))));
}
