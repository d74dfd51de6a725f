import { evaluateExpressionSync, evaluateUnaryExpressionSync } from '@gorules/zen-engine';
import { evaluate, ModelFailed } from './engine.ts';
import { readJson } from './json-lines.rules.ts';
import { cellsOf, modelSchema, type Model, type ModelNode } from './model.rules.ts';
import { fieldFaults, flowFaults, type Fault } from './model-scope.rules.ts';
import { sampleDossiers } from './sample-dossiers.rules.ts';

/** What is wrong with a model, where in its text, and in which of its nodes. */
export type ModelFault = { line: number; node: string | null; reason: string };
export type Checked = { ok: true; model: Model; rules: string[] } | { ok: false; faults: ModelFault[] };

/** As many as a person reads at a time. */
const MOST_FAULTS = 50;

/**
 * Whether a text is a model that could decide: it parses, is made of nodes that we allow, every expression compiles and speaks of fields
 * that are there, nothing of the answer is missing, and on sample dossiers it gives one. `rules` are the names that it declines by.
 */
export async function checkModel(content: string): Promise<Checked> {
  const read = readJson(content);
  if (!read.ok) return { ok: false, faults: [{ line: read.line, node: null, reason: read.reason }] };
  const { value, lineOf } = read;
  const refuse = (faults: Fault[]): Checked => ({
    ok: false,
    faults: faults
      .map(({ pointer, node, reason }) => ({ line: lineAt(lineOf, pointer), node: node ?? null, reason }))
      .toSorted((a, b) => a.line - b.line)
      .slice(0, MOST_FAULTS),
  });
  const parsed = modelSchema.safeParse(value);
  if (!parsed.success) return refuse(shapeFaults(value, parsed.error.issues));
  const model = parsed.data;
  const flow = flowFaults(model);
  if (flow.length > 0) return refuse(flow);
  // To compile an expression is to evaluate it on nothing: only what could not run for ever is.
  const known = fieldFaults(model);
  const faults = [...known, ...compileFaults(model, new Set(known.map(({ pointer }) => pointer)))];
  if (faults.length > 0) return refuse(faults);
  const named = ruleNames(model);
  if (named.faults.length > 0) return refuse(named.faults);
  const tried = await tryOut(content, model);
  return tried ? refuse([tried]) : { ok: true, model, rules: named.rules };
}

/** A model that has been checked before. */
export function readChecked(content: string): Model {
  return modelSchema.parse(JSON.parse(content));
}

/** Of the thing itself, or of the nearest around it. */
function lineAt(lineOf: ReadonlyMap<string, number>, pointer: string): number {
  for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
    const line = lineOf.get(at);
    if (line !== undefined || at === '') return line ?? 1;
  }
}

type Issue = { path: PropertyKey[]; message: string; code: string };

const REFUSED_KINDS: Readonly<Record<string, string>> = {
  functionNode: '不允许使用函数（JavaScript）节点',
  customNode: '不允许使用自定义节点',
  decisionNode: '不允许引用其他模型',
};

function shapeFaults(value: unknown, issues: readonly Issue[]): Fault[] {
  const nodes = (value as { nodes?: { name?: unknown; type?: unknown }[] } | null)?.nodes;
  return issues.map(({ path, message }) => {
    const node = path[0] === 'nodes' && Array.isArray(nodes) ? nodes[Number(path[1])] : undefined;
    const field = path.map(String).at(-1) ?? '';
    const kind = typeof node?.type === 'string' ? node.type : '';
    const reason =
      field === 'type' ? (REFUSED_KINDS[kind] ?? `未知的节点类型“${kind}”`) : `“${field}”不符合模型格式：${message}`;
    return {
      pointer: ['', ...path.map(String)].join('/'),
      ...(typeof node?.name === 'string' ? { node: node.name } : {}),
      reason,
    };
  });
}

function compileFaults({ nodes }: Model, known: ReadonlySet<string>): Fault[] {
  return nodes.flatMap((node, i) => {
    const conditions = columnsOfConditions(node);
    const fields = node.type === 'decisionTableNode' ? node.content.inputs : [];
    return [
      ...fields.map(({ field }, n) => ({
        ...{ at: '', text: field ?? '', pointer: `/nodes/${i}/content/inputs/${n}/field`, unary: false },
      })),
      ...cellsOf(node, `/nodes/${i}`).map((cell) => ({ ...cell, unary: conditions.has(columnOf(cell.pointer)) })),
    ].flatMap(({ at, text, pointer, unary }) => {
      const isDefault = node.type === 'switchNode' && text.startsWith('（');
      const skipped = text.trim() === '' || isDefault || known.has(pointer);
      const wrong = skipped ? undefined : syntaxFault(text, unary);
      return wrong === undefined ? [] : [{ pointer, node: node.name, reason: `${at ? `${at}：` : ''}${wrong}` }];
    });
  });
}

const columnOf = (pointer: string): string => pointer.slice(pointer.lastIndexOf('/') + 1);

/** Columns whose cells are held against the column's field. */
const columnsOfConditions = (node: ModelNode): Set<string> =>
  new Set(node.type === 'decisionTableNode' ? node.content.inputs.flatMap(({ id, field }) => (field ? [id] : [])) : []);

function syntaxFault(text: string, unary: boolean): string | undefined {
  try {
    if (unary) evaluateUnaryExpressionSync(text, { $: 0 });
    else evaluateExpressionSync(text, {});
    return undefined;
  } catch (error) {
    // What only fails with nothing to work on has been compiled.
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return first.includes('"vmError"') ? undefined : `表达式“${text.slice(0, 80)}”无法编译`;
  }
}

/** The names of rules are written out, so that each is known to have words for the customer. */
function ruleNames({ nodes }: Model): { rules: string[]; faults: Fault[] } {
  const rules = new Set<string>();
  const faults: Fault[] = [];
  for (const [i, node] of nodes.entries()) {
    if (node.type !== 'decisionTableNode') continue;
    const columns = new Map(node.content.outputs.map(({ field, id }) => [field, id]));
    const column = columns.get('rule');
    if (column === undefined || !columns.has('limit')) continue;
    for (const [row, rule] of node.content.rules.entries()) {
      const name = /^\s*["']([a-z][a-z0-9-]{0,39})["']\s*$/.exec(rule[column] ?? '')?.[1];
      const pointer = `/nodes/${i}/content/rules/${row}/${column}`;
      if (name === undefined)
        faults.push({ pointer, node: node.name, reason: `第 ${row + 1} 行：规则名应为带引号的小写英文` });
      else rules.add(name);
    }
  }
  return { rules: [...rules], faults };
}

/** What only shows when it runs: kinds that do not go together, an answer that is no number of fen. */
async function tryOut(content: string, { nodes }: Model): Promise<Fault | undefined> {
  for (const [i, dossier] of sampleDossiers.entries()) {
    try {
      await evaluate(content, dossier);
    } catch (error) {
      if (!(error instanceof ModelFailed)) throw error;
      const at = nodes.findIndex(({ id }) => id === error.nodeId);
      const node = at < 0 ? undefined : nodes[at]?.name;
      const reason = `用第 ${i + 1} 份样例试算失败：${error.message}`;
      return { pointer: at < 0 ? '' : `/nodes/${at}`, ...(node === undefined ? {} : { node }), reason };
    }
  }
  return undefined;
}
