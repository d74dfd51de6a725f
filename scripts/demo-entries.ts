import pg from 'pg';
import { fen, yuanDisplay } from '@miaodai/values';

type Row = { ref: string; memo: string; name: string; debit: string; credit: string; first: boolean };

/** The entries about some subjects, in words: a line for each entry and one for each of its legs. */
export async function entriesAbout(databaseUrl: string, subjects: readonly string[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Row>(
      `select e.ref, e.memo, c.code || ' ' || c.name_zh as name, l.debit_fen as debit, l.credit_fen as credit, l.line_no = 1 as first
       from ledger.entries e
       join ledger.lines l using (entry_id)
       join ledger.chart c on c.code = split_part(l.account, '/', 1)
       where split_part(e.ref, ':', 2) = any($1)
       order by e.posted_in, e.entry_id, l.line_no`,
      [subjects],
    );
    return rows.flatMap(({ ref, memo, name, debit, credit, first }) => [
      ...(first ? [`${ref.split(':')[0]}：${memo}`] : []),
      debit === '0'
        ? `    贷 ${name}  ${yuanDisplay(fen(Number(credit)))}`
        : `    借 ${name}  ${yuanDisplay(fen(Number(debit)))}`,
    ]);
  } finally {
    await client.end();
  }
}
