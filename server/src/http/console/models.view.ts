import type { Answer, modelOperations } from '@miaodai/http-api';
import type { BusinessDate, Instant, StaffId } from '@miaodai/values';
import { readText } from '../../bank/content/index.ts';
import { mayJudge, writersOf } from '../../bank/four-eyes/index.ts';
import { productNames } from '../../bank/products/index.ts';
import { memberNames } from '../../bank/staff/index.ts';
import { applicationNos } from '../../lending/application/index.ts';
import {
  backTestsOf,
  contentOf,
  inForce,
  resultOf,
  type BackTest,
  type ModelRow,
} from '../../lending/decision/index.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { has, type StaffCaller } from './caller.ts';

type ModelView = Answer<typeof modelOperations.readModel>;
type Summary = Answer<typeof modelOperations.listModels>['models'][number];
type BackTestView = Answer<typeof modelOperations.readBackTest>;
type Looking = { tx: Tx | Db; today: BusinessDate };

/** What came with the installation nobody here has drafted. */
const NOBODY = '系统初始';

/** Which versions decide today: one for each product, the same for several where they have none of their own. */
export async function decidingToday({ tx, today }: Looking): Promise<Map<string, string | null>> {
  const deciding = new Map<string, string | null>();
  for (const code of (await productNames(tx)).keys()) {
    deciding.set(code, (await inForce(tx, code, today))?.modelId ?? null);
  }
  return deciding;
}

export async function viewModels(looking: Looking, models: readonly ModelRow[]): Promise<Summary[]> {
  const { tx } = looking;
  const ids = models.flatMap(({ draftedBy, submittedBy, publishedBy, returnedBy }) =>
    [draftedBy, submittedBy, publishedBy, returnedBy].filter((id) => id !== null),
  );
  const names = await memberNames(tx, ids);
  const products = await productNames(tx);
  const deciding = new Set((await decidingToday(looking)).values());
  const person = (id: StaffId | null, at: Instant | null) =>
    at ? { name: (id && names.get(id)) ?? NOBODY, at } : null;
  return models.map((model) => {
    const returned = person(model.returnedBy, model.returnedAt);
    return {
      ...{ modelId: model.modelId, versionNo: model.versionNo, productCode: model.productCode },
      productName: model.productCode && (products.get(model.productCode) ?? model.productCode),
      ...{ state: model.state, effectiveFrom: model.effectiveFrom, inForce: deciding.has(model.modelId) },
      ...{ hash: model.contentHash, note: model.note },
      drafted: { name: (model.draftedBy && names.get(model.draftedBy)) ?? NOBODY, at: model.draftedAt },
      submitted: person(model.submittedBy, model.submittedAt),
      published: person(model.publishedBy, model.publishedAt),
      returned: returned && { ...returned, reason: model.returnReason ?? '' },
    };
  });
}

export async function viewModel(looking: Looking, model: ModelRow, caller: StaffCaller): Promise<ModelView> {
  const { tx } = looking;
  const [summary] = await viewModels(looking, [model]);
  const tests = await backTestsOf(tx, model.modelId);
  return {
    ...(summary as Summary),
    content: await contentOf(tx, model.modelId),
    may: whatMay(model, caller),
    backTests: await viewBackTests(tx, tests),
  };
}

function whatMay(model: ModelRow, caller: StaffCaller): ModelView['may'] {
  const judges = mayJudge(has(caller, 'models-publish'), writersOf(model), caller.session.staffId);
  const submit = !has(caller, 'models-edit') ? 'right-missing' : model.state === 'draft' ? 'yes' : 'wrong-state';
  return { submit, publish: judges, return: judges };
}

async function viewBackTests(tx: Tx | Db, tests: readonly BackTest[]): Promise<ModelView['backTests']> {
  const names = await memberNames(
    tx,
    tests.map(({ startedBy }) => startedBy),
  );
  return tests.map(({ startedBy, ...test }) => ({ ...test, startedBy: names.get(startedBy) ?? '' }));
}

/** With its result, the reasons in words. */
export async function viewBackTest({ tx, today }: Looking, test: BackTest): Promise<BackTestView> {
  const [shown] = await viewBackTests(tx, [test]);
  const result = await resultOf(tx, test.backTestId);
  if (!result) return { ...(shown as ModelView['backTests'][number]), result: null };
  const nos = await applicationNos(
    tx,
    result.changed.map(({ applicationId }) => applicationId),
  );
  const codes = new Set(result.changed.flatMap(({ before, now }) => [...before.reasons, ...now.reasons]));
  const words = await wordsOf({ tx, today }, codes);
  const inWords = (answer: (typeof result.changed)[number]['now']) => ({
    ...answer,
    reasons: answer.reasons.map((code) => words.get(code) ?? code),
  });
  return {
    ...(shown as ModelView['backTests'][number]),
    result: {
      ...result,
      changed: result.changed.map(({ applicationId, before, now, ...rest }) => ({
        ...rest,
        applicationNo: nos.get(applicationId) ?? '',
        before: inWords(before),
        now: inWords(now),
      })),
    },
  } as BackTestView;
}

/** A rule by the title of what its customers are told. */
async function wordsOf({ tx, today }: Looking, codes: ReadonlySet<string>): Promise<Map<string, string>> {
  const words = new Map<string, string>();
  for (const code of codes) words.set(code, (await readText(tx, `declined:${code}`, today)).title);
  return words;
}
