import { cellsOf, KINDS, type Model, type ModelNode } from './model.rules.ts';

type CellChange = { at: string; before: string | null; now: string | null };
export type NodeChange = {
  name: string;
  kind: (typeof KINDS)[ModelNode['type']];
  change: 'added' | 'removed' | 'changed';
  cells: CellChange[];
};

/** Node by node, cell by cell: what one model says otherwise than another. Nodes are known by their names, as people know them. */
export function compareModels(before: Model, now: Model): NodeChange[] {
  const [old, current] = [byName(before), byName(now)];
  const changes: NodeChange[] = [];
  for (const [name, node] of current) {
    const was = old.get(name);
    const change = was ? 'changed' : 'added';
    const cells = changedCells(was, node);
    if (!was || cells.length > 0) changes.push({ name, kind: KINDS[node.type], change, cells });
  }
  for (const [name, node] of old) {
    if (current.has(name)) continue;
    changes.push({ name, kind: KINDS[node.type], change: 'removed', cells: changedCells(node, undefined) });
  }
  const flow = flowChange(before, now);
  return flow ? [...changes, flow] : changes;
}

const byName = ({ nodes }: Model): Map<string, ModelNode> => new Map(nodes.map((node) => [node.name, node]));

function changedCells(before: ModelNode | undefined, now: ModelNode | undefined): CellChange[] {
  const [old, current] = [textsOf(before), textsOf(now)];
  const places = [...new Set([...current.keys(), ...old.keys()])];
  return places.flatMap((at) => {
    const [was, is] = [old.get(at) ?? null, current.get(at) ?? null];
    return was === is ? [] : [{ at, before: was, now: is }];
  });
}

/** A place that comes twice (two columns of one name) keeps both. */
function textsOf(node: ModelNode | undefined): Map<string, string> {
  const texts = new Map<string, string>();
  if (!node) return texts;
  for (const { at, text } of [...settingsOf(node), ...cellsOf(node, '')]) {
    if (text === '') continue;
    let place = at;
    for (let n = 2; texts.has(place); n += 1) place = `${at} (${n})`;
    texts.set(place, text);
  }
  return texts;
}

/** What of a node is no cell and changes what it does all the same. */
function settingsOf(node: ModelNode): { at: string; text: string }[] {
  const type = { at: '节点类型', text: KINDS[node.type] };
  if (node.type === 'decisionTableNode') {
    const { hitPolicy, inputs, outputs, outputPath, passThrough } = node.content;
    return [
      ...[type, { at: '命中方式', text: hitPolicy }, { at: '输出位置', text: outputPath ?? '' }],
      { at: '保留输入', text: passThrough ? '是' : '否' },
      { at: '条件列', text: inputs.map(({ field }) => field ?? '').join('、') },
      { at: '结果列', text: outputs.map(({ field }) => field ?? '').join('、') },
    ];
  }
  if (node.type === 'expressionNode') {
    const { outputPath, passThrough } = node.content;
    return [type, { at: '输出位置', text: outputPath ?? '' }, { at: '保留输入', text: passThrough ? '是' : '否' }];
  }
  return node.type === 'switchNode' ? [type, { at: '命中方式', text: node.content.hitPolicy ?? '' }] : [type];
}

/** Which node follows which. */
function flowChange(before: Model, now: Model): NodeChange | undefined {
  const [old, current] = [linesOf(before), linesOf(now)];
  const cells = [
    ...[...current].filter((line) => !old.has(line)).map((line) => ({ at: '连线', before: null, now: line })),
    ...[...old].filter((line) => !current.has(line)).map((line) => ({ at: '连线', before: line, now: null })),
  ];
  return cells.length === 0 ? undefined : { name: '流程', kind: 'switch', change: 'changed', cells };
}

function linesOf({ nodes, edges }: Model): Set<string> {
  const names = new Map(nodes.map(({ id, name }) => [id, name]));
  return new Set(edges.map(({ sourceId, targetId }) => `${names.get(sourceId) ?? ''} → ${names.get(targetId) ?? ''}`));
}
