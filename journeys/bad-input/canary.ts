import { sql } from 'kysely';
import type { Db } from '../../server/src/platform/db/connect.ts';

type Form = { what: string; form: string | RegExp };

/** Who is looked for, and in how many ways it may be written. @param short six digits or so, which any heap of numbers holds. */
function formsOf(secrets: Readonly<Record<string, string>>, short: ReadonlySet<string>): Form[] {
  return Object.entries(secrets).flatMap(([what, text]): Form[] => {
    if (short.has(what)) return [{ what, form: new RegExp(`(?<![0-9a-zA-Z.:-])${text}(?![0-9a-zA-Z.:-])`) }];
    return [
      { what, form: text },
      { what: `${what} as hex`, form: Buffer.from(text).toString('hex') },
      { what: `${what} as base64`, form: Buffer.from(text).toString('base64').replace(/=+$/, '') },
      { what: `${what} as an URL writes it`, form: encodeURIComponent(text) },
      {
        what: `${what} escaped`,
        form: JSON.stringify(text)
          .slice(1, -1)
          .replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`),
      },
    ];
  });
}

/** Says where secrets stand that nobody may read there. */
export function lookFor(secrets: Readonly<Record<string, string>>, short: readonly string[]) {
  const forms = formsOf(secrets, new Set(short));
  return (where: string, text: string): string[] =>
    forms
      .filter(({ form }) => (typeof form === 'string' ? text.includes(form) : form.test(text)))
      .map(({ what }) => `${what} in ${where}`);
}

/** Every value of every table as text, byte strings both as hex and as whatever text they hold. */
export async function everythingIn(db: Db): Promise<{ place: string; text: string }[]> {
  const { rows: columns } = await sql<{ schema: string; table: string; column: string; type: string }>`
    select c.table_schema as schema, c.table_name as table, c.column_name as column, c.data_type as type
    from information_schema.columns c
      join information_schema.tables t using (table_schema, table_name)
    where t.table_type = 'BASE TABLE'
      and c.table_schema not in ('pg_catalog', 'information_schema')`.execute(db);
  return Promise.all(
    columns.map(async ({ schema, table, column, type }) => {
      const value =
        type === 'bytea'
          ? sql`encode(${sql.ref(column)}, 'hex') || ' ' || encode(${sql.ref(column)}, 'escape')`
          : sql`${sql.ref(column)}::text`;
      const { rows } = await sql<{ text: string | null }>`
        select string_agg(${value}, E'\n') as text from ${sql.table(`${schema}.${table}`)}`.execute(db);
      return { place: `${schema}.${table}.${column}`, text: rows[0]?.text ?? '' };
    }),
  );
}
