import type { Answer, applicationOperations } from '@miaodai/http-api';
import { yuanDisplay, type BusinessDate } from '@miaodai/values';
import { branchName } from '../../bank/branches/index.ts';
import { fillIn, readText } from '../../bank/content/index.ts';
import type { Settings } from '../../bank/settings/index.ts';
import type { Application } from '../../lending/application/index.ts';
import { customersPapers, paperKinds, readReview, reasonOf, type Review } from '../../lending/review/index.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';

type OfficerView = NonNullable<Answer<typeof applicationOperations.readApplication>['review']>;

/** The way online, on which nobody reviews: who asks for their application often need not be looked for there. */
const ENDS: readonly Application['step'][] = [
  'officer',
  'offline-contract',
  'paying',
  'done',
  'declined',
  'withdrawn',
  'expired',
];

/** What the customer sees of the officer's flow; null where no officer decides. */
export async function viewOfficer(
  tx: Db | Tx,
  vault: Vault,
  application: Application,
  on: BusinessDate,
  settings: Settings,
): Promise<OfficerView | null> {
  if (!ENDS.includes(application.step)) return null;
  const review = await readReview(tx, vault, application.id);
  // The job that opens it may be a moment behind.
  if (!review) return application.step === 'officer' ? JUST_REFERRED : null;
  const state = review.state === 'open' ? 'with-officer' : review.state;
  return {
    state,
    mayUpload: application.step === 'officer',
    papers: (await customersPapers(tx, vault, application.id)).length,
    asked: state === 'waiting-for-papers' ? await asked(tx, review, on) : null,
    declined: (await reasonOf(tx, review, on))?.toldAs ?? null,
    approved: await approved(tx, review, on, settings),
  };
}

const JUST_REFERRED: OfficerView = {
  ...{ state: 'with-officer', mayUpload: true, papers: 0 },
  ...{ asked: null, declined: null, approved: null },
};

async function asked(tx: Db | Tx, { asked: ask }: Review, on: BusinessDate): Promise<OfficerView['asked']> {
  if (!ask) return null;
  const kinds = await paperKinds(tx, on);
  const labelOf = (kind: string) => kinds.find((one) => one.kind === kind)?.label ?? kind;
  return { kinds: ask.kinds.map((kind) => ({ kind, label: labelOf(kind) })), words: ask.words, askedAt: ask.at };
}

async function approved(
  tx: Db | Tx,
  { terms, branchCode }: Review,
  on: BusinessDate,
  { servicePhone: phone }: Settings,
): Promise<OfficerView['approved']> {
  if (!terms) return null;
  const branch = await branchName(tx, branchCode);
  const words = { amount: yuanDisplay(terms.amountFen), validUntil: terms.validUntil, branch, phone };
  const next = fillIn(await readText(tx, 'sign-at-branch', on), words).paragraphs;
  return { ...terms, branchName: branch, phone, next };
}
