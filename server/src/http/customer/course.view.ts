import type { applicationSchema } from '@miaodai/http-api';
import { addSeconds, assert, secondsBetween, type Instant } from '@miaodai/values';
import type { z } from 'zod';
import { today } from '../../bank/calendar/index.ts';
import { readText } from '../../bank/content/index.ts';
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
import { together } from '../../platform/db/together.ts';

type View = z.output<typeof applicationSchema>;
type Course = Pick<View, 'history' | 'draft' | 'previousApplicationNo' | 'resubmit' | 'systemCheck' | 'verifying'>;
type SystemCheck = NonNullable<Awaited<ReturnType<typeof systemCheckOf>>>;
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
    systemCheck: checked ? await viewCheck(tx, checked) : null,
    verifying:
      step === 'decision' && (await isVerifying({ tx, now }, application, history)) ? await verifyingWords(tx) : null,
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

async function verifyingWords(tx: Db | Tx): Promise<View['verifying']> {
  const { title, paragraphs } = await readText(tx, 'verifying', await today(tx));
  return { title, words: paragraphs.join('') };
}

const TITLES: Readonly<Record<Finding['check'], string>> = {
  identity: '身份信息核验',
  'own-history': '本行申请记录',
  account: '电子账户状态',
};

/** What was looked at and, where it is not in order, what to do. */
async function viewCheck(tx: Db | Tx, { passed, at, findings }: SystemCheck): Promise<View['systemCheck']> {
  const on = await today(tx);
  const words = await together(
    findings.map((found) => readText(tx, `system-check:${found.check}-${found.passed ? 'passed' : 'failed'}`, on)),
  );
  const items = findings.map((found, n) => ({
    title: TITLES[found.check],
    passed: found.passed,
    words: words[n]?.paragraphs.join('') ?? '',
  }));
  return { passed, at, items };
}
