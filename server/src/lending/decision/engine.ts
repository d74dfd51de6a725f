import { createHash } from 'node:crypto';
import { ZenEngine, type ZenDecision } from '@gorules/zen-engine';
import type { Dossier } from './dossier.rules.ts';
import { loud, ownerOf } from './loud-model.rules.ts';
import { modelSchema } from './model.rules.ts';
import { modelOutputSchema, verdictOn, type ModelOutput, type Verdict } from './verdict.rules.ts';

/** A model that cannot say anything of a dossier, or says something that is no answer. What is in the dossier is not told. */
export class ModelFailed extends Error {
  /** Of the node at fault, where the engine knows it. */
  readonly nodeId: string | undefined;
  constructor(reason: string, nodeId?: string) {
    super(reason);
    this.nodeId = nodeId;
  }
}

/** An evaluation takes a tenth of a millisecond; one that takes so long will not end. */
const DEADLINE_MS = 2_000;
/** Compiled models that are kept: the versions in force, and those that somebody works with. */
const KEPT = 16;

const engine = new ZenEngine();
const compiled = new Map<string, ZenDecision>();

export const hashOf = (content: string): string => createHash('sha256').update(content).digest('hex');

function compile(content: string): ZenDecision {
  const known = compiled.get(content);
  if (known) return known;
  const decision = engine.createDecision(withoutNulls(loud(modelSchema.parse(JSON.parse(content)))));
  decision.validate();
  const [oldest] = compiled.keys();
  if (compiled.size >= KEPT && oldest !== undefined) compiled.delete(oldest);
  compiled.set(content, decision);
  return decision;
}

/** The engine takes what is left out as its default, and nothing written for it as a mistake. */
const withoutNulls = (model: object): object =>
  JSON.parse(JSON.stringify(model, (_, part: unknown) => part ?? undefined)) as object;

/** What a model says of a dossier. The same for the same two, always. @throws ModelFailed */
export async function evaluate(content: string, dossier: Dossier): Promise<ModelOutput> {
  const result = await run(content, dossier);
  const parsed = modelOutputSchema.safeParse(result);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ModelFailed(`output ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

async function run(content: string, dossier: Dossier): Promise<unknown> {
  try {
    const answer: { result: unknown } = await inTime(compile(content).evaluate(dossier, { maxDepth: 1 }));
    return answer.result;
  } catch (error) {
    throw error instanceof ModelFailed ? error : failureOf(error);
  }
}

/** The decision on a dossier by a model. @throws ModelFailed */
export const decideOn = async (content: string, dossier: Dossier): Promise<Verdict> =>
  verdictOn(dossier, await evaluate(content, dossier));

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ModelFailed(`took longer than ${DEADLINE_MS} ms`)), DEADLINE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The engine's errors are JSON with a stack of its own behind it. */
function failureOf(error: unknown): ModelFailed {
  const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  try {
    const { nodeId, source } = JSON.parse(first) as { nodeId?: string; source?: unknown };
    return new ModelFailed(typeof source === 'string' ? source : JSON.stringify(source), nodeId && ownerOf(nodeId));
  } catch {
    return new ModelFailed(first);
  }
}
