import type { Answer, discountOperations, ProblemCode } from '@miaodai/http-api';
import { fen, ok, ratePpm, refuse, type Instant, type Result, type StaffId } from '@miaodai/values';
import { branchNames } from '../../bank/branches/index.ts';
import { today } from '../../bank/calendar/index.ts';
import { mayJudge, writersOf } from '../../bank/four-eyes/index.ts';
import { productNames, readProduct } from '../../bank/products/index.ts';
import { memberNames } from '../../bank/staff/index.ts';
import { controlBalance } from '../../ledger/index.ts';
import {
  agreeToEndRule,
  askToEndRule,
  draftRule,
  findRule,
  listRules,
  loansLike,
  mayEnd,
  publishRule,
  reachOf,
  returnRule,
  samplePlan,
  submitRule,
  withdrawRule,
  type DiscountRule,
} from '../../lending/servicing/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Handlers } from '../door.ts';
import type { Refusal } from '../problem.ts';
import { has, type StaffCaller } from './caller.ts';
import type { Needs } from './needs.ts';

type Table = typeof discountOperations;
type Routes = Handlers<Table, StaffCaller>;
type RuleView = Answer<Table['readDiscountRule']>;
type Summary = Answer<Table['listDiscountRules']>['rules'][number];
const PAYERS = '1132-02';

export const discountRoutes = (needs: Needs): Routes => ({ ...reads(needs), ...writes() });

type Reads = 'listDiscountRules' | 'readDiscountRule' | 'previewDiscountRule';

const reads = ({ db }: Needs): Pick<Routes, Reads> => ({
  listDiscountRules: async () => {
    const rules = await listRules(db);
    const [products, branches] = [await productNames(db), await branchNames(db)];
    return ok({
      ...{ rules: await summaries(db, rules), dueFen: fen(await controlBalance(db, PAYERS)), today: await today(db) },
      products: [...products].map(([productCode, name]) => ({ productCode, name })),
      branches: [...branches].map(([branchCode, name]) => ({ branchCode, name })),
    });
  },
  readDiscountRule: async ({ params }, caller) => shown(db, params.ruleId, caller),
  previewDiscountRule: async ({ body }) => {
    const { terms, principalFen, termMonths } = body;
    const day = await today(db);
    const product = await readProduct(db, terms.productCode, terms.branchCode, day);
    if (!product) return refuse('not-found');
    const discount = { ratePpm: ratePpm(terms.ratePpm), fromOn: terms.fromOn, untilOn: terms.untilOn };
    const plan = samplePlan(product, { principalFen, periods: termMonths, disbursedOn: day }, [discount]);
    return ok({ loans: await loansLike(db, terms), annualRatePpm: product.annualRatePpm, ...plan });
  },
});

function writes(): Pick<Routes, Exclude<keyof Table, Reads>> {
  const moved =
    (move: (context: Context, id: string, by: StaffId) => Promise<Result<void, ProblemCode>>) =>
    async (context: Context, { params }: { params: { ruleId: string } }, caller: StaffCaller) => {
      const done = await move(context, params.ruleId, caller.session.staffId);
      return done.ok ? shown(context.tx, params.ruleId, caller) : done;
    };
  return {
    draftDiscountRule: {
      within: async (context, { body }, caller): Promise<Result<RuleView, ProblemCode> | Refusal> => {
        if (body.untilOn !== null && body.untilOn < body.fromOn)
          return { ...refuse('invalid-input'), fields: [{ path: 'untilOn', message: '终止日不能早于开始日' }] };
        if (!(await readProduct(context.tx, body.productCode, body.branchCode, context.today)))
          return refuse('not-found');
        const drafted = await draftRule(context, { ...body, ratePpm: ratePpm(body.ratePpm) }, caller.session.staffId);
        return drafted.ok ? shown(context.tx, drafted.value, caller) : drafted;
      },
    },
    submitDiscountRule: { within: moved(submitRule) },
    withdrawDiscountRule: { within: moved((context, id) => withdrawRule(context, id)) },
    publishDiscountRule: { within: moved(publishRule) },
    returnDiscountRule: {
      within: (context, input, caller) =>
        moved((_, id, by) => returnRule(context, { id, reason: input.body.reason }, by))(context, input, caller),
    },
    endDiscountRule: {
      within: (context, input, caller) =>
        moved((_, id, by) => askToEndRule(context, { id, on: input.body.on }, by))(context, input, caller),
    },
    agreeToDiscountEnd: { within: moved(agreeToEndRule) },
  };
}

const NOBODY = '系统初始';
const person = (names: ReadonlyMap<string, string>, id: StaffId | null, at: Instant) => ({
  name: (id && names.get(id)) ?? NOBODY,
  at,
});
const namesOf = (tx: Tx | Db, rules: readonly DiscountRule[]) =>
  memberNames(
    tx,
    rules
      .flatMap(({ draftedBy, submittedBy, publishedBy, returnedBy, end }) => [
        ...[draftedBy, submittedBy, publishedBy, returnedBy, end?.askedBy ?? null, end?.agreedBy ?? null],
      ])
      .filter((id) => id !== null),
  );

async function summaries(tx: Tx | Db, rules: readonly DiscountRule[]): Promise<Summary[]> {
  const [products, branches, names] = [await productNames(tx), await branchNames(tx), await namesOf(tx, rules)];
  const day = await today(tx);
  return rules.map((rule) => ({
    ...{ ruleId: rule.id, state: rule.state, productCode: rule.productCode, branchCode: rule.branchCode },
    productName: products.get(rule.productCode) ?? rule.productCode,
    branchName: rule.branchCode === '*' ? '全部机构' : (branches.get(rule.branchCode) ?? rule.branchCode),
    ...{ employerCode: rule.employerCode, payerName: rule.payerName, ratePpm: rule.ratePpm, note: rule.note },
    ...{ fromOn: rule.fromOn, untilOn: rule.untilOn },
    inForce: rule.state === 'published' && rule.fromOn <= day && (rule.untilOn === null || day <= rule.untilOn),
    drafted: person(names, rule.draftedBy, rule.draftedAt),
  }));
}

async function shown(tx: Tx | Db, id: string, caller: StaffCaller): Promise<Result<RuleView, 'not-found'>> {
  const rule = await findRule(tx, id);
  if (!rule) return refuse('not-found');
  const [[summary], names] = [await summaries(tx, [rule]), await namesOf(tx, [rule])];
  if (!summary) return refuse('not-found');
  const { end } = rule;
  const returned = rule.returnedAt && person(names, rule.returnedBy, rule.returnedAt);
  return ok({
    ...summary,
    submitted: rule.submittedAt && person(names, rule.submittedBy, rule.submittedAt),
    published: rule.publishedAt && person(names, rule.publishedBy, rule.publishedAt),
    returned: returned && { ...returned, reason: rule.returnReason ?? '' },
    end: end && {
      ...{ on: end.on, asked: person(names, end.askedBy, end.askedAt) },
      agreed: end.agreedAt && person(names, end.agreedBy, end.agreedAt),
    },
    ...(await reachOf(tx, id)),
    ...{ appliedAt: rule.appliedAt, today: await today(tx), may: mayOf(rule, caller) },
  });
}

function mayOf(rule: DiscountRule, caller: StaffCaller): RuleView['may'] {
  const [maker, checker] = [has(caller, 'loans-correct'), has(caller, 'loans-approve')];
  const made = (there: boolean) => (maker ? (there ? 'yes' : 'wrong-state') : 'right-missing');
  const judged = mayJudge(checker, writersOf(rule), caller.session.staffId);
  const { end } = rule;
  const waits = end !== null && end.agreedAt === null;
  const agree = !waits ? 'wrong-state' : end.askedBy === caller.session.staffId ? 'same-person' : 'yes';
  return {
    ...{ submit: made(rule.state === 'draft'), withdraw: made(rule.state === 'draft') },
    ...{ publish: judged, return: judged, end: made(mayEnd(rule)) },
    agreeToEnd: checker ? agree : 'right-missing',
  };
}
