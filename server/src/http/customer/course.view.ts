import type { applicationSchema } from '@miaodai/http-api';
import { addSeconds, assert, secondsBetween, type Instant } from '@miaodai/values';
import type { z } from 'zod';
import { today } from '../../bank/calendar/index.ts';
import { readProduct } from '../../bank/products/index.ts';
import {
  applicationNos,
  historyOf,
  isDraft,
  resubmitFrom,
  systemCheckOf,
  type Application,
  type Finding,
} from '../../lending/application/index.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';

type View = z.output<typeof applicationSchema>;
type Course = Pick<View, 'history' | 'draft' | 'previousApplicationNo' | 'resubmit' | 'systemCheck' | 'verifying'>;
type Looking = { tx: Db | Tx; now: Instant };

const DAY_SECONDS = 86_400;
/** What a decision takes beside the longest of its sources. */
const SLACK_SECONDS = 3;

/** How an application has come to where it is, and what time does to it. */
export async function viewCourse({ tx, now }: Looking, application: Application): Promise<Course> {
  const { id, step, previousId } = application;
  const history = await historyOf(tx, id);
  const checked = step === 'system-check' ? await systemCheckOf(tx, id) : undefined;
  return {
    history,
    draft: isDraft(step) || step === 'expired' ? await viewDraft(tx, application) : null,
    previousApplicationNo: previousId && ((await applicationNos(tx, [previousId])).get(previousId) ?? null),
    resubmit: step === 'declined' ? await viewResubmit(tx, application) : null,
    systemCheck: checked ? { passed: checked.passed, at: checked.at, items: checked.findings.map(inWords) } : null,
    verifying: step === 'decision' && (await isVerifying({ tx, now }, application, history)),
  };
}

async function viewDraft(tx: Db | Tx, application: Application): Promise<Course['draft']> {
  const { draftDays: days } = await productOf(tx, application);
  return { days, until: addSeconds(application.savedAt, days * DAY_SECONDS) };
}

async function viewResubmit(tx: Db | Tx, application: Application): Promise<Course['resubmit']> {
  const on = await today(tx);
  const from = await resubmitFrom({ tx, today: on }, application);
  return { from, mayNow: on >= from };
}

/** A source that the decision cannot do without has had its time and has not answered. */
async function isVerifying(
  { tx, now }: Looking,
  application: Application,
  history: Course['history'],
): Promise<boolean> {
  const submittedAt = history.find(({ status }) => status === 'deciding')?.at;
  if (!submittedAt) return false;
  const { sources } = await productOf(tx, application);
  const longestMs = Math.max(...Object.values(sources).map(({ deadlineMs }) => deadlineMs));
  return secondsBetween(submittedAt, now) > longestMs / 1_000 + SLACK_SECONDS;
}

async function productOf(tx: Db | Tx, { productCode, branchCode, no }: Application) {
  const product = await readProduct(tx, productCode, branchCode, await today(tx));
  assert(product, `${no}: ${productCode} is offered`);
  return product;
}

/** What was looked at and, where it is not in order, what to do. */
const WORDS: Readonly<Record<Finding['check'], { title: string; passed: string; failed: string }>> = {
  identity: {
    title: '身份信息核验',
    passed: '姓名与身份证号核验一致',
    failed: '姓名与身份证号核验未通过。请到“我的”核对身份证信息，如有变更请重新上传身份证。',
  },
  'own-history': {
    title: '本行申请记录',
    passed: '没有限制申请的情况',
    failed: '上次申请未通过，还没有到可以重新提交的日期。',
  },
  account: {
    title: '电子账户状态',
    passed: '账户可以正常收款和还款',
    failed: '电子账户当前状态不能办理贷款。请到“账户管理”查看并办理。',
  },
};

const inWords = ({ check, passed }: Finding) => ({
  title: WORDS[check].title,
  passed,
  words: passed ? WORDS[check].passed : WORDS[check].failed,
});
