import type { Model, ModelNode } from './model.rules.ts';

type Table = Extract<ModelNode, { type: 'decisionTableNode' }>;
type Switch = Extract<ModelNode, { type: 'switchNode' }>;
type Expression = { id: string; key: string; value: string };

/** What is computed beside the model's own fields; no model may use the name. */
export const ASIDE = 'zz_';
const MARK = '::cells';

/** Of which node of the model a node of the loud one is a part. */
export const ownerOf = (nodeId: string): string => nodeId.replace(MARK, '');

/**
 * The same model, in which nothing fails silently. Of a table the engine leaves out every row in which a cell cannot be computed, so that
 * an admission rule would be gone without a word. Here all cells are computed before their table, by a node that fails with them, and
 * each field that is compared with is known to be of the kind that its conditions are.
 */
export function loud({ nodes, edges }: Model): Model {
  const before = new Map<string, ModelNode>();
  const changed = nodes.map((node, i) => {
    if (node.type !== 'decisionTableNode' && node.type !== 'switchNode') return node;
    const place = `${ASIDE}.n${i}`;
    const { expressions, quiet } = node.type === 'switchNode' ? ofSwitch(node, place) : ofTable(node, place);
    if (expressions.length === 0) return node;
    before.set(node.id, {
      ...{ id: `${node.id}${MARK}`, name: `${node.name}${MARK}`, type: 'expressionNode' },
      content: { expressions, passThrough: true },
    });
    return quiet;
  });
  return {
    nodes: [...changed, ...before.values()],
    edges: [
      ...edges.map((edge) => (before.has(edge.targetId) ? { ...edge, targetId: `${edge.targetId}${MARK}` } : edge)),
      ...[...before].map(([id, { id: sourceId }]) => ({ id: sourceId, sourceId, targetId: id })),
    ],
  };
}

type Loud<Node> = { expressions: Expression[]; quiet: Node };

function ofTable(node: Table, place: string): Loud<Table> {
  const { inputs, outputs, rules } = node.content;
  const expressions: Expression[] = [];
  const computed = (value: string): string => {
    const key = `${place}.c${expressions.length}`;
    expressions.push({ id: key, key, value });
    return key;
  };
  for (const { id, field } of inputs) {
    const probe = field ? PROBES[kindOf(rules.map((rule) => rule[id] ?? '')) ?? 'none']?.(field) : undefined;
    if (probe !== undefined) computed(probe);
  }
  const free = [...inputs.filter(({ field }) => !field), ...outputs].map(({ id }) => id);
  const quieter = rules.map((rule) => ({
    ...rule,
    ...Object.fromEntries(
      free.flatMap((id) => {
        const text = rule[id]?.trim() ?? '';
        return text === '' || LITERAL.test(text) ? [] : [[id, computed(text)]];
      }),
    ),
  }));
  return { expressions, quiet: { ...node, content: { ...node.content, rules: quieter } } };
}

function ofSwitch(node: Switch, place: string): Loud<Switch> {
  const expressions: Expression[] = [];
  const statements = node.content.statements.map((statement) => {
    const condition = statement.condition?.trim() ?? '';
    if (condition === '') return statement;
    const key = `${place}.c${expressions.length}`;
    expressions.push({ id: key, key, value: condition });
    return { ...statement, condition: key };
  });
  return { expressions, quiet: { ...node, content: { ...node.content, statements } } };
}

const LITERAL = /^(?:"[^"]*"|'[^']*'|-?\d+(?:\.\d+)?|true|false)$/;

/** Each fails on anything that is not of the kind, nothing included. */
const PROBES: Readonly<Record<string, (field: string) => string>> = {
  number: (field) => `(${field}) + 0`,
  text: (field) => `(${field}) + ""`,
  flag: (field) => `not (${field})`,
};

const PART =
  /\s+|(?<text>"[^"]*"|'[^']*')|(?<number>\d+(?:\.\d+)?)|(?<flag>\btrue\b|\bfalse\b)|(?<sign>\.\.|[<>=!]=|[<>,()[\]-]|\b(?:in|not|and|or)\b)|(?<other>.)/gsu;

/** Of which kind the values are that a column's conditions name; 'mixed' where of several, 'other' where of none that is fixed. */
export function kindOf(cells: readonly string[]): 'number' | 'text' | 'flag' | 'mixed' | 'other' | undefined {
  const kinds = new Set<string>();
  for (const cell of cells) {
    for (const { groups = {} } of cell.matchAll(PART)) {
      for (const kind of ['text', 'number', 'flag', 'other']) if (groups[kind] !== undefined) kinds.add(kind);
    }
  }
  if (kinds.has('other')) return 'other';
  return kinds.size > 1 ? 'mixed' : ([...kinds][0] as 'number' | 'text' | 'flag' | undefined);
}
