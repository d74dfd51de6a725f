import { ok, refuse, type BusinessDate, type Result, type StaffId } from '@miaodai/values';
import { hasText } from '../../bank/content/index.ts';
import { judge, moves, writersOf } from '../../bank/four-eyes/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { checkModel, readChecked, type ModelFault } from './check-model.ts';
import { compareModels, type NodeChange } from './compare-models.rules.ts';
import { hashOf } from './engine.ts';
import { contentOf, findModel, inForce, insertModel, updateModel, type ModelRow } from './models.store.ts';
import { CAPACITY } from './verdict.rules.ts';

/** What would be refused of a text, before it is stored: nothing where it may be drafted. */
export async function faultsOf(db: Db, content: string, on: BusinessDate): Promise<ModelFault[]> {
  const checked = await checkModel(content);
  if (!checked.ok) return checked.faults;
  const faults: ModelFault[] = [];
  for (const rule of checked.rules) {
    if (rule === CAPACITY) faults.push(ruleFault(content, rule, '由系统按额度计算，不能写入模型'));
    else if (!(await hasText(db, `declined:${rule}`, on))) {
      faults.push(ruleFault(content, rule, `没有对客户的说明文案（declined:${rule}）`));
    }
  }
  return faults;
}

function ruleFault(content: string, rule: string, reason: string): ModelFault {
  const at = content.indexOf(`${rule}\\"`);
  const line = content.slice(0, Math.max(at, 0)).split('\n').length;
  return { line, node: null, reason: `规则“${rule}”${reason}` };
}

/** A text that has been checked becomes a version of its own; what is in force stays as it is. */
export const draftModel = (
  { tx, now }: Context,
  draft: { productCode: string | null; content: string; note: string },
  staffId: StaffId,
): Promise<string> => insertModel(tx, { ...draft, contentHash: hashOf(draft.content), draftedBy: staffId }, now);

type Moved = Result<void, 'not-found' | 'step-not-allowed'>;

export async function submitModel({ tx, now }: Context, modelId: string, staffId: StaffId): Promise<Moved> {
  const model = await findModel(tx, modelId, { lock: true });
  if (!model) return refuse('not-found');
  if (model.state !== 'draft') return refuse('step-not-allowed');
  await updateModel(tx, modelId, moves.submitted(staffId, now));
  return ok(undefined);
}

/** Decides from that day on: by another person than wrote it. */
export async function publishModel(
  { tx, now, today }: Context,
  { modelId, effectiveFrom }: { modelId: string; effectiveFrom: BusinessDate },
  staffId: StaffId,
): Promise<Moved | Result<void, 'same-person' | 'day-in-the-past'>> {
  const checked = await mayJudge(tx, modelId, staffId);
  if (!checked.ok) return checked;
  if (effectiveFrom < today) return refuse('day-in-the-past');
  await updateModel(tx, modelId, { effective_from: effectiveFrom, ...moves.published(staffId, now) });
  return ok(undefined);
}

export async function returnModel(
  { tx, now }: Context,
  { modelId, reason }: { modelId: string; reason: string },
  staffId: StaffId,
): Promise<Moved | Result<void, 'same-person'>> {
  const checked = await mayJudge(tx, modelId, staffId);
  if (!checked.ok) return checked;
  await updateModel(tx, modelId, moves.returned(staffId, now, reason));
  return ok(undefined);
}

async function mayJudge(
  tx: Tx,
  modelId: string,
  staffId: StaffId,
): Promise<Result<void, 'not-found' | 'step-not-allowed' | 'same-person'>> {
  const model = await findModel(tx, modelId, { lock: true });
  return model ? judge(writersOf(model), staffId) : refuse('not-found');
}

/** What a version says otherwise than another. */
export async function changesBetween(db: Db, before: string | undefined, now: string): Promise<NodeChange[]> {
  const model = readChecked(await contentOf(db, now));
  const other = before === undefined ? { nodes: [], edges: [] } : readChecked(await contentOf(db, before));
  return compareModels(other, model);
}

/** With what a version is compared where nobody says: what decides today on its product, or on those that have none of their own. */
export const rivalOf = (db: Db, { productCode }: ModelRow, on: BusinessDate) => inForce(db, productCode ?? '', on);
