import { z } from 'zod';

/** The part of JDM, GoRules' format, that a model of ours may use: no scripts, no calls to elsewhere, no loops. */
const cell = z.string().max(2_000);
const id = z.string().min(1).max(100);
const base = { id, name: z.string().min(1).max(60) };
/** Written by the editor where nothing is chosen. */
const nothing = z.literal('').nullish();

const expressions = z.array(z.object({ id, key: z.string().max(100), value: cell })).max(200);
const column = z.object({ id, name: z.string().max(60).optional(), field: z.string().max(200).nullish() });

const nodeSchema = z.discriminatedUnion('type', [
  z.object({ ...base, type: z.literal('inputNode') }),
  z.object({ ...base, type: z.literal('outputNode') }),
  z.object({
    ...base,
    type: z.literal('expressionNode'),
    content: z.object({
      expressions,
      passThrough: z.boolean().nullish(),
      inputField: nothing,
      outputPath: z.string().nullish(),
      executionMode: z.literal('single').nullish(),
    }),
  }),
  z.object({
    ...base,
    type: z.literal('decisionTableNode'),
    content: z.object({
      hitPolicy: z.enum(['first', 'collect']),
      inputs: z.array(column).max(50),
      outputs: z.array(column).min(1).max(50),
      rules: z.array(z.record(z.string(), cell.nullish())).min(1).max(2_000),
      passThrough: z.boolean().nullish(),
      inputField: nothing,
      outputPath: z.string().nullish(),
      executionMode: z.literal('single').nullish(),
    }),
  }),
  z.object({
    ...base,
    type: z.literal('switchNode'),
    content: z.object({
      hitPolicy: z.enum(['first', 'collect']).nullish(),
      statements: z
        .array(z.object({ id, condition: cell.nullish(), isDefault: z.boolean().nullish() }))
        .min(1)
        .max(50),
    }),
  }),
]);

export const modelSchema = z.object({
  nodes: z.array(nodeSchema).min(3).max(200),
  edges: z.array(z.object({ id, sourceId: id, targetId: id, sourceHandle: z.string().nullish() })).max(500),
});
export type Model = z.output<typeof modelSchema>;
export type ModelNode = Model['nodes'][number];

export const KINDS = {
  inputNode: 'input',
  outputNode: 'output',
  expressionNode: 'expression',
  decisionTableNode: 'decision-table',
  switchNode: 'switch',
} as const satisfies Record<ModelNode['type'], string>;

/** One cell of a node: where it is in words, where it is in the text, and what it says. */
export type Cell = { at: string; pointer: string; text: string };

/** All that a node says, cell by cell, as it is compared and told about. */
export function cellsOf(node: ModelNode, pointer: string): Cell[] {
  const content = `${pointer}/content`;
  if (node.type === 'expressionNode') {
    return node.content.expressions.map(({ key, value }, i) => ({
      ...{ at: key, text: value, pointer: `${content}/expressions/${i}/value` },
    }));
  }
  if (node.type === 'switchNode') {
    return node.content.statements.map(({ condition, isDefault }, i) => ({
      ...{ at: `第 ${i + 1} 个条件`, text: condition ?? '', pointer: `${content}/statements/${i}/condition` },
      ...(isDefault ? { text: '（其余情况）' } : {}),
    }));
  }
  if (node.type !== 'decisionTableNode') return [];
  const { inputs, outputs, rules } = node.content;
  return rules.flatMap((rule, row) =>
    [...inputs, ...outputs].map(({ id: column, name, field }) => ({
      at: `第 ${row + 1} 行 · ${name ?? field ?? column}`,
      text: rule[column] ?? '',
      pointer: `${content}/rules/${row}/${column}`,
    })),
  );
}
