import type { modelOperations, Right } from '@miaodai/http-api';
import { ok, refuse, type ApplicationId, type BusinessDate } from '@miaodai/values';
import { HEAD_OFFICE } from '../../bank/branches/index.ts';
import { today } from '../../bank/calendar/index.ts';
import { productNames } from '../../bank/products/index.ts';
import { applicationNos } from '../../lending/application/index.ts';
import {
  cancelBackTest,
  changesBetween,
  draftModel,
  faultsOf,
  findBackTest,
  findModel,
  listModels,
  publishModel,
  rerunDecision,
  returnModel,
  rivalOf,
  startBackTest,
  submitModel,
} from '../../lending/decision/index.ts';
import { readReview, sees } from '../../lending/review/index.ts';
import type { Context } from '../../platform/context.ts';
import { informed, type Handlers } from '../door.ts';
import type { Refusal } from '../problem.ts';
import { has, type StaffCaller } from './caller.ts';
import { decidingToday, viewBackTest, viewModel, viewModels } from './models.view.ts';
import type { Needs } from './needs.ts';

const READERS: readonly Right[] = ['models-edit', 'models-publish', 'audit-trail'];
const TESTERS: readonly Right[] = ['models-edit', 'models-publish'];
const RERUNNERS: readonly Right[] = [...READERS, 'application-review'];
const may = (caller: StaffCaller, rights: readonly Right[]): boolean => rights.some((right) => has(caller, right));

export const modelRoutes = (needs: Needs): Handlers<typeof modelOperations, StaffCaller> => ({
  ...reading(needs),
  ...drafting(needs),
  ...judging(),
  ...testing(needs),
});

type Routes = Handlers<typeof modelOperations, StaffCaller>;

function reading(needs: Needs): Pick<Routes, 'listModels' | 'readModel' | 'compareModels' | 'rerunDecision'> {
  const { db, vault } = needs;
  const looking = async () => ({ tx: db, today: await today(db) });
  return {
    listModels: async ({ query }, caller) => {
      if (!may(caller, READERS)) return refuse('right-missing');
      const look = await looking();
      const models = await viewModels(look, await listModels(db, query.productCode));
      const deciding = await decidingToday(look);
      const products = [...(await productNames(db))].map(([productCode, name]) => ({
        ...{ productCode, name, inForce: deciding.get(productCode) ?? null },
      }));
      return ok({ models, products });
    },
    readModel: async ({ params }, caller) => {
      if (!may(caller, READERS)) return refuse('right-missing');
      const model = await findModel(db, params.modelId);
      return model ? ok(await viewModel(await looking(), model, caller)) : refuse('not-found');
    },
    compareModels: async ({ params, query }, caller) => {
      if (!may(caller, READERS)) return refuse('right-missing');
      const look = await looking();
      const model = await findModel(db, params.modelId);
      const rivalId = query.with ?? (model && (await rivalOf(db, model, look.today))?.modelId);
      const rival = rivalId === undefined ? undefined : await findModel(db, rivalId);
      if (!model || (query.with !== undefined && !rival)) return refuse('not-found');
      const nodes = await changesBetween(db, rival?.modelId, model.modelId);
      const [shown] = rival ? await viewModels(look, [rival]) : [];
      return ok({ with: shown ?? null, same: nodes.length === 0, nodes });
    },
    rerunDecision: async ({ params }, caller) => {
      if (!may(caller, RERUNNERS)) return refuse('right-missing');
      // Who comes as an officer sees the applications of their own branch, here as in the list.
      if (!may(caller, READERS) && !(await isOfOwnBranch(needs, params.applicationId as ApplicationId, caller)))
        return refuse('not-found');
      const rerun = await rerunDecision(db, vault, params.applicationId as ApplicationId);
      if (!rerun.ok) return rerun;
      const { stored, differences } = rerun.value;
      const applicationNo = (await applicationNos(db, [stored.applicationId])).get(stored.applicationId) ?? '';
      const { modelVersion, decidedAt } = stored;
      return ok({ applicationNo, modelVersion, decidedAt, same: differences.length === 0, differences });
    },
  };
}

async function isOfOwnBranch({ db, vault }: Needs, id: ApplicationId, { session }: StaffCaller): Promise<boolean> {
  if (session.branchCode === HEAD_OFFICE) return true;
  const review = await readReview(db, vault, id);
  return review !== undefined && sees(session, review);
}

function drafting({ db }: Needs): Pick<Routes, 'draftModel' | 'submitModel'> {
  return {
    draftModel: informed({
      look: async ({ body }) => {
        if (body.productCode !== null && !(await productNames(db)).has(body.productCode)) {
          const fields = [{ path: 'productCode', message: '没有这个产品' }];
          return { ...refuse('invalid-input'), fields };
        }
        const faults = await faultsOf(db, body.content, await today(db));
        if (faults.length === 0) return ok(undefined);
        const fields = faults.map(({ line, node, reason }) => ({
          path: `content:${line}`,
          message: `第 ${line} 行${node === null ? '' : `，节点“${node}”`}：${reason}`,
        }));
        return { ...refuse('model-not-valid'), fields };
      },
      within: async (context, { body }, caller) =>
        shown(context, await draftModel(context, body, caller.session.staffId), caller),
    }),
    submitModel: {
      within: async (context, { params }, caller) => {
        const submitted = await submitModel(context, params.modelId, caller.session.staffId);
        return submitted.ok ? shown(context, params.modelId, caller) : submitted;
      },
    },
  };
}

function judging(): Pick<Routes, 'publishModel' | 'returnModel'> {
  return {
    publishModel: {
      within: async (context, { params, body }, caller) => {
        const published = await publishModel(context, { ...params, ...body }, caller.session.staffId);
        return published.ok ? shown(context, params.modelId, caller) : published;
      },
    },
    returnModel: {
      within: async (context, { params, body }, caller) => {
        const returned = await returnModel(context, { ...params, ...body }, caller.session.staffId);
        return returned.ok ? shown(context, params.modelId, caller) : returned;
      },
    },
  };
}

function testing({ db }: Needs): Pick<Routes, 'startBackTest' | 'readBackTest' | 'cancelBackTest'> {
  const view = async (tx: Context['tx'] | Needs['db'], on: BusinessDate, backTestId: string) => {
    const test = await findBackTest(tx, backTestId);
    return test ? ok(await viewBackTest({ tx, today: on }, test)) : refuse('not-found' as const);
  };
  return {
    startBackTest: {
      within: async (context, { params, body }, caller) => {
        if (!may(caller, TESTERS)) return refuse('right-missing');
        if (body.from > body.to) return wrongPeriod();
        const started = await startBackTest(context, { ...params, ...body }, caller.session.staffId);
        return started.ok ? view(context.tx, context.today, started.value) : started;
      },
    },
    readBackTest: async ({ params }, caller) =>
      may(caller, READERS) ? view(db, await today(db), params.backTestId) : refuse('right-missing'),
    cancelBackTest: {
      within: async (context, { params }, caller) => {
        if (!may(caller, TESTERS)) return refuse('right-missing');
        const cancelled = await cancelBackTest(context, params.backTestId);
        return cancelled.ok ? view(context.tx, context.today, params.backTestId) : cancelled;
      },
    },
  };
}

const wrongPeriod = (): Refusal => ({
  ...refuse('invalid-input'),
  fields: [{ path: 'to', message: '截止日不能早于起始日' }],
});

async function shown({ tx, today: on }: Context, modelId: string, caller: StaffCaller) {
  const model = await findModel(tx, modelId);
  return model ? ok(await viewModel({ tx, today: on }, model, caller)) : refuse('not-found' as const);
}
