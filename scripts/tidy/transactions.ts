import { Visitor } from 'oxc-parser';
import type { SourceCheck } from './problem.ts';

/**
 * Where one statement of a transaction fails, Promise.all does not wait for the others: they reach the database behind the rollback.
 * `together` (platform/db/together.ts) waits. Seen by name, and by the type of a parameter that is or holds a transaction.
 */
export const statementsTogether: SourceCheck = ({ file, program }, note) => {
  if (!file.startsWith('server/src/')) return;
  const parameters: (Range & { name: string })[] = [];
  const calls: { start: number; names: string[] }[] = [];
  const noteParameters = (range: Range & { params: unknown }): void => {
    for (const name of holdersIn(range.params)) parameters.push({ name, start: range.start, end: range.end });
  };
  new Visitor({
    FunctionDeclaration: noteParameters,
    FunctionExpression: noteParameters,
    ArrowFunctionExpression: noteParameters,
    CallExpression({ callee, arguments: given, start }) {
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
      const called = callee.object.type === 'Identifier' ? `${callee.object.name}.${callee.property.name}` : '';
      if (/^Promise\.(all|race|any)$/.test(called)) calls.push({ start, names: namesIn(given) });
    },
  }).visit(program);
  for (const { start, names } of calls) {
    const inScope = parameters.filter((one) => one.start <= start && start < one.end).map(({ name }) => name);
    const found = names.find((name) => name === 'tx' || inScope.includes(name));
    if (found) note(start, `statements on \`${found}\` go out by together([…]), never by Promise.all and its kin`);
  }
};

type Range = { start: number; end: number };
type Fields = Record<string, unknown>;

/** The names of parameters whose type is a transaction or a context, which holds one. */
const holdersIn = (params: unknown): string[] =>
  nodesIn(params)
    .filter(
      ({ typeAnnotation }) => typeAnnotation && namesIn(typeAnnotation).some((name) => /^(Tx|Context)$/.test(name)),
    )
    .flatMap(({ name }) => (typeof name === 'string' ? [name] : []));

const namesIn = (tree: unknown): string[] =>
  nodesIn(tree).flatMap(({ type, name }) => (type === 'Identifier' && typeof name === 'string' ? [name] : []));

/** Every node of a part of the syntax tree. */
function nodesIn(tree: unknown): Fields[] {
  if (Array.isArray(tree)) return tree.flatMap(nodesIn);
  if (typeof tree !== 'object' || tree === null) return [];
  const node = tree as Fields;
  return [node, ...Object.values(node).flatMap(nodesIn)];
}
