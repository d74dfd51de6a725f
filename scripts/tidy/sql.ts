import { Visitor } from 'oxc-parser';
import type { CallExpression, Expression, TemplateLiteral } from 'oxc-parser';
import type { Source, SourceCheck } from './problem.ts';
import { isTest } from './problem.ts';

/** A store reads and writes the tables of its own module only; what others own is asked for at their front door. */
export const schemasOfStores: SourceCheck = (source, note) => {
  const owner = ownedSchema(source.file);
  if (owner === undefined) return;
  for (const { schema, at } of tablesIn(source)) {
    if (schema !== owner && !/^(pg_|information_schema)/.test(schema)) {
      note(at, `reads or writes ${schema}.*, but owns ${owner}.* only`);
    }
  }
};

/** The import rules cannot see a query built from a transaction that was handed over. */
export const queriesOutsideStores: SourceCheck = ({ file, program }, note) => {
  const elsewhere = /^server\/src\/(platform|bin)\//.test(file) || file.endsWith('.store.ts') || isTest(file);
  if (!file.startsWith('server/src/') || elsewhere) return;
  new Visitor({
    TaggedTemplateExpression({ tag, start }) {
      if (isSqlTag(tag)) note(start, 'SQL is written in a .store.ts file');
    },
    CallExpression(call) {
      if (startsQuery.test(methodOf(call))) note(call.start, 'queries are built in a .store.ts file');
    },
  }).visit(program);
};

/** Columns are named: a new column must not change what old code reads. */
export const starSelects: SourceCheck = (source, note) => {
  if (!/^(server|simulators|journeys|bench)\//.test(source.file)) return;
  for (const { text, at } of sqlIn(source)) {
    const star = /\b(select|returning)\s+(distinct\s+)?(\w+\.)?\*/i.exec(text);
    if (star) note(at + star.index, `columns are named, never ${star[0]}`);
  }
  new Visitor({
    CallExpression(call) {
      if (/^(selectAll|returningAll)$/.test(methodOf(call)))
        note(call.start, `columns are named, never ${methodOf(call)}`);
    },
  }).visit(source.program);
};

const startsQuery = /^(selectFrom|insertInto|updateTable|deleteFrom|mergeInto)$/;
const takesTable =
  /^(selectFrom|insertInto|updateTable|deleteFrom|mergeInto|using|(inner|left|right|full|cross)Join\w*|table)$/;

function ownedSchema(file: string): string | undefined {
  if (!/^server\/src\/.*\.store\.ts$/.test(file)) return undefined;
  const [, , area = '', module = ''] = file.split('/');
  const folder = /^(customer|lending|bank)$/.test(area) ? module : area;
  return folder.replaceAll('-', '_');
}

function tablesIn(source: Source): { schema: string; at: number }[] {
  const tables: { schema: string; at: number }[] = [];
  for (const { text, at } of sqlIn(source)) {
    // `is distinct from a.b` and `extract(day from a.b)` name columns, not tables.
    const bare = text.replaceAll(
      /\bdistinct\s+from\b|\b(extract|trim|substring|overlay)\s*\([^()]*?\bfrom\b/gi,
      (found) => '?'.repeat(found.length),
    );
    const table = /\b(?:from|join|into|update|using|table|only)\s+"?([a-z_]+)"?\."?[a-z_]+/gi;
    for (const match of bare.matchAll(table)) tables.push({ schema: match[1] ?? '', at: at + match.index });
  }
  new Visitor({
    CallExpression(call) {
      if (!takesTable.test(methodOf(call))) return;
      for (const name of namedTables(call)) {
        const [schema, table] = name.split('.');
        if (schema !== undefined && table !== undefined) tables.push({ schema, at: call.start });
      }
    },
  }).visit(source.program);
  return tables;
}

function namedTables(call: CallExpression): string[] {
  const first = call.arguments[0];
  const items = first?.type === 'ArrayExpression' ? first.elements : [first];
  return items.flatMap((item) => (item?.type === 'Literal' && typeof item.value === 'string' ? [item.value] : []));
}

/** The SQL of sql`…` and of texts handed to query(…), holes as question marks. */
function sqlIn({ program }: Source): { text: string; at: number }[] {
  const found: { text: string; at: number }[] = [];
  const add = (quasi: TemplateLiteral): void => {
    found.push({ text: quasi.quasis.map((part) => part.value.raw).join('?'), at: quasi.start });
  };
  new Visitor({
    TaggedTemplateExpression({ tag, quasi }) {
      if (isSqlTag(tag)) add(quasi);
    },
    CallExpression(call) {
      if (!/^(query|raw|unsafe)$/.test(methodOf(call))) return;
      const first = call.arguments[0];
      if (first?.type === 'TemplateLiteral') add(first);
      if (first?.type === 'Literal' && typeof first.value === 'string')
        found.push({ text: first.value, at: first.start });
    },
  }).visit(program);
  return found;
}

const isSqlTag = (tag: Expression): boolean => tag.type === 'Identifier' && tag.name === 'sql';

function methodOf({ callee }: CallExpression): string {
  return callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : '';
}
