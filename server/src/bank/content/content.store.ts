import type { BusinessDate } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Text } from './content.rules.ts';

/** The version of a text that is in force on a day. @throws where there is none: content is seeded before it is asked for. */
export async function readText(tx: Tx | Db, kind: string, on: BusinessDate): Promise<Text> {
  const row = await tx
    .selectFrom('content.texts')
    .select(['version', 'effective_from', 'title', 'paragraphs', 'reading_seconds'])
    .where('kind', '=', kind)
    .where('effective_from', '<=', on)
    .orderBy('effective_from', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow(() => new Error(`no text '${kind}' is in force on ${on}`));
  return {
    kind,
    version: row.version,
    effectiveOn: row.effective_from,
    title: row.title,
    paragraphs: row.paragraphs as string[],
    readingSeconds: row.reading_seconds,
  };
}

/** Whether customers could be told: for what staff draft before it is published. */
export async function hasText(tx: Tx | Db, kind: string, on: BusinessDate): Promise<boolean> {
  const row = await tx
    .selectFrom('content.texts')
    .select('kind')
    .where('kind', '=', kind)
    .where('effective_from', '<=', on)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** A version of a text, in force or not any more. */
export async function findTextVersion(tx: Tx | Db, kind: string, version: string): Promise<Text | undefined> {
  const row = await tx
    .selectFrom('content.texts')
    .select(['effective_from', 'title', 'paragraphs', 'reading_seconds'])
    .where('kind', '=', kind)
    .where('version', '=', version)
    .executeTakeFirst();
  return (
    row && {
      ...{ kind, version, effectiveOn: row.effective_from, title: row.title },
      ...{ paragraphs: row.paragraphs as string[], readingSeconds: row.reading_seconds },
    }
  );
}
