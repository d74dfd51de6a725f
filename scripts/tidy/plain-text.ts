import type { Note, Problem } from './problem.ts';

/** What can be told of any file without understanding it. */
export function checkText(file: string, text: string, note: Note): void {
  for (const match of text.matchAll(machinePath(file))) note(match.index, `${match[0]}… exists on one machine only`);
  if (isCode(file)) return;
  for (const match of text.matchAll(/\b(TODO|FIXME)\b/g))
    note(match.index, 'unfinished work is an issue, not a remark');
  const lines = text.split('\n').length;
  if (/\.(css|sql|html|sh)$/.test(file) && lines > 401) note(text.length, `${lines} lines; a file has at most 400`);
}

/** Migrations run in the order of their numbers, and a number left out or given twice shows a lost or a late one. */
export function checkMigrations(files: string[]): Problem[] {
  const folders = Map.groupBy(
    files.filter((file) => /\/migrations\/[^/]+\.sql$/.test(file)),
    (file) => file.slice(0, file.lastIndexOf('/')),
  );
  return [...folders.values()].flatMap((migrations) =>
    migrations.toSorted().flatMap((file, i) => {
      const expected = String(i + 1).padStart(4, '0');
      const right = new RegExp(`/${expected}-[a-z0-9-]+\\.sql$`).test(file);
      return right ? [] : [{ file, line: 1, message: `the next migration is called ${expected}-what-it-does.sql` }];
    }),
  );
}

const isCode = (file: string): boolean => /\.(ts|tsx|mjs|cjs)$/.test(file);

/** In pages and in the API, /work or /home may be an address. */
function machinePath(file: string): RegExp {
  const folders = /^(web|shared\/http-api|server\/src\/http)\//.test(file)
    ? 'root|tmp|Users'
    : 'root|tmp|Users|work|home';
  return new RegExp(`(?<![\\w./@})*-])/(${folders})/[\\w.]+`, 'g');
}
