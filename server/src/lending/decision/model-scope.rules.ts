import { DOSSIER_SHAPE, type Shape } from './dossier.rules.ts';
import { faultIn, shapeOf } from './expression.rules.ts';
import { ASIDE, kindOf } from './loud-model.rules.ts';
import type { Model, ModelNode } from './model.rules.ts';

export type Fault = { pointer: string; node?: string; reason: string };

const NO_FIELDS: Shape = { fields: {} };

/** How nodes hang together: names and ids once, one input, one output, no line to nowhere, no circle, nothing that leads nowhere. */
export function flowFaults({ nodes, edges }: Model): Fault[] {
  const faults: Fault[] = [];
  const seen = new Set<string>();
  for (const [i, { id, name }] of nodes.entries()) {
    const pointer = `/nodes/${i}`;
    if (seen.has(`id ${id}`)) faults.push({ pointer: `${pointer}/id`, node: name, reason: `节点编号“${id}”重复` });
    if (seen.has(`name ${name}`)) faults.push({ pointer: `${pointer}/name`, node: name, reason: '节点名称重复' });
    seen.add(`id ${id}`).add(`name ${name}`);
  }
  for (const [type, word] of [['inputNode', '输入'] as const, ['outputNode', '输出'] as const]) {
    const count = nodes.filter((node) => node.type === type).length;
    if (count !== 1) faults.push({ pointer: '/nodes', reason: `应有且只有一个${word}节点，现有 ${count} 个` });
  }
  const ids = new Set(nodes.map(({ id }) => id));
  for (const [i, { sourceId, targetId }] of edges.entries()) {
    const lost = [sourceId, targetId].find((id) => !ids.has(id));
    if (lost !== undefined) faults.push({ pointer: `/edges/${i}`, reason: `连线指向不存在的节点“${lost}”` });
  }
  return faults.length > 0 ? faults : pathFaults({ nodes, edges });
}

function pathFaults({ nodes, edges }: Model): Fault[] {
  const order = inOrder({ nodes, edges });
  if (order.length < nodes.length) {
    const circle = nodes.filter((node) => !order.includes(node)).map(({ name }) => `“${name}”`);
    const first = nodes.findIndex((node) => !order.includes(node));
    return [
      { pointer: `/nodes/${first}`, node: nodes[first]?.name ?? '', reason: `节点形成循环：${circle.join('、')}` },
    ];
  }
  const faults: Fault[] = [];
  for (const [i, { id, name, type }] of nodes.entries()) {
    const at = { pointer: `/nodes/${i}`, node: name };
    if (type !== 'inputNode' && !edges.some(({ targetId }) => targetId === id)) {
      faults.push({ ...at, reason: '没有连线进入此节点' });
    }
    if (type !== 'outputNode' && !edges.some(({ sourceId }) => sourceId === id)) {
      faults.push({ ...at, reason: '没有连线离开此节点' });
    }
  }
  return faults;
}

/** Each node behind all that lead to it; of nodes in a circle, none. */
function inOrder({ nodes, edges }: Model): ModelNode[] {
  const order: ModelNode[] = [];
  const done = new Set<string>();
  for (let before = -1; before < order.length;) {
    before = order.length;
    for (const node of nodes) {
      const ready = edges.every(({ sourceId, targetId }) => targetId !== node.id || done.has(sourceId));
      if (done.has(node.id) || !ready) continue;
      done.add(node.id);
      order.push(node);
    }
  }
  return order;
}

/** What must be there at the end; of the rules also their columns. */
const OUTPUTS = ['rules', 'score', 'grade', 'annualRatePpm', 'roomFen', 'capFen'] as const;
const RULE_COLUMNS = ['rule', 'kind', 'value', 'limit'] as const;

/** Every expression of a flow that is in order speaks only of the dossier and of what nodes before it have said; nothing of the answer is missing. */
export function fieldFaults(model: Model): Fault[] {
  const { nodes, edges } = model;
  const faults: Fault[] = [];
  const says = new Map<string, Shape>();
  for (const node of inOrder(model)) {
    const pointer = `/nodes/${nodes.indexOf(node)}`;
    const before = edges.filter(({ targetId }) => targetId === node.id).map(({ sourceId }) => says.get(sourceId));
    const scope = before.reduce<Shape>((one, other) => merged(one, other ?? NO_FIELDS), NO_FIELDS);
    const walked = walk(node, pointer, scope);
    faults.push(...walked.faults.map((fault) => ({ ...fault, node: node.name })));
    says.set(node.id, walked.says);
    if (node.type === 'outputNode') faults.push(...missing(scope, pointer, node.name));
  }
  return faults;
}

function walk(node: ModelNode, pointer: string, scope: Shape): { faults: Fault[]; says: Shape } {
  if (node.type === 'inputNode') return { faults: [], says: DOSSIER_SHAPE };
  if (node.type === 'outputNode') return { faults: [], says: scope };
  if (node.type === 'expressionNode') return walkExpressions(node, pointer, scope);
  if (node.type === 'decisionTableNode') return walkTable(node, pointer, scope);
  const faults = node.content.statements.flatMap(({ condition }, i) =>
    faultAt(`${pointer}/content/statements/${i}/condition`, condition ?? '', scope),
  );
  return { faults, says: scope };
}

function walkExpressions(
  { content }: Extract<ModelNode, { type: 'expressionNode' }>,
  pointer: string,
  scope: Shape,
): { faults: Fault[]; says: Shape } {
  const faults: Fault[] = [];
  let own = NO_FIELDS;
  for (const [i, { key, value }] of content.expressions.entries()) {
    const at = `${pointer}/content/expressions/${i}`;
    if (!isName(key)) faults.push({ pointer: `${at}/key`, reason: `“${key}”不能作字段名` });
    if (value.trim() === '') faults.push({ pointer: `${at}/value`, reason: '表达式为空' });
    faults.push(...faultAt(`${at}/value`, value, scope, own));
    own = merged(own, placed(key, shapeOf(value, scope)));
  }
  return { faults, says: handedOn(content, scope, own) };
}

function walkTable(
  { content }: Extract<ModelNode, { type: 'decisionTableNode' }>,
  pointer: string,
  scope: Shape,
): { faults: Fault[]; says: Shape } {
  const { inputs, outputs, rules, hitPolicy } = content;
  const at = `${pointer}/content`;
  const faults = inputs.flatMap(({ field }, i) => faultAt(`${at}/inputs/${i}/field`, field ?? '', scope));
  faults.push(...inputs.flatMap((input) => (input.field ? kindFaults(input, rules, at) : [])));
  for (const [i, { field }] of outputs.entries()) {
    if (!isName(field ?? '')) faults.push({ pointer: `${at}/outputs/${i}`, reason: `“${field ?? ''}”不能作字段名` });
  }
  for (const [row, rule] of rules.entries()) {
    for (const { id, name } of [...inputs, ...outputs]) {
      const inCell = faultAt(`${at}/rules/${row}/${id}`, rule[id] ?? '', scope);
      faults.push(
        ...inCell.map(({ pointer: cell, reason }) => ({
          pointer: cell,
          reason: `第 ${row + 1} 行“${name ?? id}”：${reason}`,
        })),
      );
    }
  }
  const row = outputs.reduce<Shape>((shape, { field }) => merged(shape, placed(field ?? '', 'value')), NO_FIELDS);
  return { faults, says: handedOn(content, scope, hitPolicy === 'collect' ? { list: row } : row) };
}

/** A column's conditions name fixed values of one kind, so that it is known beforehand that they can be compared. */
function kindFaults(
  { id, name }: { id: string; name?: string | undefined },
  rules: readonly Record<string, string | null | undefined>[],
  at: string,
): Fault[] {
  const kind = kindOf([rules.map((rule) => rule[id] ?? '').find((cell) => kindOf([cell]) !== undefined) ?? '']);
  return rules.flatMap((rule, row) => {
    const own = kindOf([rule[id] ?? '']);
    const place = { pointer: `${at}/rules/${row}/${id}` };
    const words = `第 ${row + 1} 行“${name ?? id}”：`;
    if (own === 'other') return [{ ...place, reason: `${words}条件只能与固定值比较` }];
    return own === 'mixed' || (own && own !== kind) ? [{ ...place, reason: `${words}同一列的条件应为同一种值` }] : [];
  });
}

const isName = (key: string): boolean =>
  key.split('.')[0] !== ASIDE && /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u.test(key);

function faultAt(pointer: string, expression: string, scope: Shape, own?: Shape): Fault[] {
  const reason = expression.trim() === '' ? undefined : faultIn(expression, scope, own);
  return reason === undefined ? [] : [{ pointer, reason }];
}

type HandingOn = { outputPath?: string | null | undefined; passThrough?: boolean | null | undefined };

function handedOn({ outputPath, passThrough }: HandingOn, scope: Shape, own: Shape): Shape {
  const said = outputPath ? placed(outputPath, own) : own;
  return passThrough ? merged(scope, said) : said;
}

const placed = (path: string, shape: Shape): Shape =>
  path
    .split('.')
    .toReversed()
    .reduce<Shape>((inner, name) => ({ fields: { [name]: inner } }), shape);

function merged(one: Shape, other: Shape): Shape {
  if (one === 'value' || other === 'value' || 'list' in one || 'list' in other) return other;
  const fields: Record<string, Shape> = { ...one.fields };
  for (const [name, shape] of Object.entries(other.fields)) {
    const known = Object.hasOwn(fields, name) ? fields[name] : undefined;
    fields[name] = known ? merged(known, shape) : shape;
  }
  return { fields };
}

function missing(scope: Shape, pointer: string, node: string): Fault[] {
  const said = scope !== 'value' && 'fields' in scope ? scope.fields : {};
  const lacking: string[] = OUTPUTS.filter((name) => !Object.hasOwn(said, name));
  const rules = said['rules'];
  const row = rules && rules !== 'value' && 'list' in rules ? rules.list : undefined;
  const columns = row && row !== 'value' && 'fields' in row ? row.fields : {};
  if (rules)
    lacking.push(...RULE_COLUMNS.filter((name) => !Object.hasOwn(columns, name)).map((name) => `rules.${name}`));
  return lacking.map((name) => ({ pointer, node, reason: `缺少输出“${name}”` }));
}
