import type { Answer, ProblemCode, reviewOperations } from '@miaodai/http-api';
import { problems } from '@miaodai/http-api/problems';
import { assert, birthOf, mask, secondsBetween, yearsBetween, type BusinessDate, type Instant } from '@miaodai/values';
import { branchName } from '../../bank/branches/index.ts';
import { hasText, readText } from '../../bank/content/index.ts';
import { readProduct, type Product } from '../../bank/products/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { authoritiesFor, memberNames } from '../../bank/staff/index.ts';
import { readCustomer } from '../../customer/identity/index.ts';
import { applicationNos, ownApplication, statusOf, type Application } from '../../lending/application/index.ts';
import { contractOf, type Contract } from '../../lending/contract/index.ts';
import { recommendationOf } from '../../lending/decision/index.ts';
import { disbursementsOf } from '../../lending/disbursement/index.ts';
import {
  declineReasons,
  eventsOf,
  inHand,
  isUndecided,
  mayClaim,
  mayRelease,
  paperKinds,
  papersOf,
  rateShown,
  reasonOf,
  shownState,
  wantedOf,
  type Officer,
  type Review,
} from '../../lending/review/index.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { answersInWords, EVENT_WORDS, figuresInWords, missingInWords, outcomesInWords } from './review-words.ts';

export type ReviewView = Answer<typeof reviewOperations.readReview>;
/** At what, with which key, when, and for whom. */
export type Looking = {
  tx: Db | Tx;
  vault: Vault;
  today: BusinessDate;
  now: Instant;
  officer: Officer;
  rights: readonly string[];
};

/** All that an officer decides on, put together from the stages; persons' data masked. */
export async function viewReview(looking: Looking, review: Review): Promise<ReviewView> {
  const { tx, vault, today, now, officer } = looking;
  const application = await ownApplication(tx, vault, review.applicationId, review.customerId);
  assert(application, `${review.applicationNo}: a review has its application`);
  const product = await readProduct(tx, application.productCode, application.branchCode, today);
  assert(product, `${application.productCode} is offered`);
  const contract = await contractOf(tx, vault, application.id);
  const nameOf = await namesIn(looking, review);
  return {
    ...head(review, application, product, now),
    branchName: await branchName(tx, application.branchCode),
    previousApplicationNo: await previousNo(looking, application),
    holder: review.holderId
      ? { staffId: review.holderId, name: nameOf(review.holderId), mine: review.holderId === officer.staffId }
      : null,
    ...(await person(looking, application, product)),
    decision: await recommendation(looking, application),
    ...(await papers(looking, review, nameOf)),
    history: await history(looking, review, nameOf),
    ...(await authority(looking, application)),
    bounds: bounds(product, application, await rateShown(tx, application.id, product)),
    declineReasons: await declineReasons(tx, today),
    ...outcome(review, nameOf),
    declined: await declined(looking, review, nameOf),
    contract: contract?.signedOffline ? paperContract(contract, review, nameOf) : null,
    payout: contract ? await payout(looking, contract) : null,
    may: whatMay(looking, review),
  };
}

type NameOf = (staffId: string | null) => string;

async function namesIn({ tx, vault }: Looking, review: Review): Promise<NameOf> {
  const events = await eventsOf(tx, vault, review.applicationId);
  const uploads = await papersOf(tx, vault, review.applicationId);
  const ids = [review.holderId, ...events.map(({ by }) => by), ...uploads.map(({ uploadedBy }) => uploadedBy)];
  const names = await memberNames(
    tx,
    ids.filter((id) => id !== null),
  );
  return (id) => (id === null ? '' : (names.get(id) ?? ''));
}

const previousNo = async ({ tx }: Looking, { previousId }: Application): Promise<string | null> =>
  previousId && ((await applicationNos(tx, [previousId])).get(previousId) ?? null);

function head(review: Review, application: Application, product: Product, now: Instant) {
  const { applicationId, applicationNo, productCode, branchCode, version, level, openedAt } = review;
  const dueAt = isUndecided(review) ? review.dueAt : null;
  return {
    ...{ applicationId, applicationNo, productCode, productName: product.name, branchCode, version, level, openedAt },
    ...{ route: application.route, step: application.step, status: statusOf(application.step) },
    ...{ state: shownState(review), dueAt, secondsLeft: dueAt && Math.trunc(secondsBetween(now, dueAt)), now },
  };
}

async function person({ tx, vault, today }: Looking, application: Application, product: Product) {
  const { name, idNumber, mobile } = await readCustomer(tx, vault, application.customerId);
  const { purpose, termMonths } = application.answers.money;
  return {
    applicant: {
      ...{ name: mask.name(name), idNumber: mask.idNumber(idNumber), mobile: mask.mobile(mobile) },
      ageYears: yearsBetween(birthOf(idNumber), today),
    },
    employer: {
      ...{ name: application.employerName, hiredOn: application.hiredOn },
      erpNo: application.erpNo && `****${application.erpNo.slice(-4)}`,
    },
    answers: answersInWords(application),
    wanted: {
      ...{ amountFen: wantedOf(application), termMonths: termMonths ?? null },
      purpose: product.purposes.find(({ code }) => code === purpose)?.label ?? null,
    },
  };
}

async function recommendation({ tx, vault, today }: Looking, { id }: Application): Promise<ReviewView['decision']> {
  const told = await recommendationOf(tx, vault, id);
  if (!told) return null;
  const titles = new Map<string, string>();
  for (const { rule } of told.outcomes) {
    const kind = `declined:${rule}`;
    if (!titles.has(rule) && (await hasText(tx, kind, today)))
      titles.set(rule, (await readText(tx, kind, today)).title);
  }
  const { approved, limitFen, annualRatePpm, decidedAt, score, grade, modelVersion } = told;
  return {
    ...{ approved, limitFen, annualRatePpm, decidedAt, score, grade, modelVersion, missing: missingInWords(told) },
    ...{ outcomes: outcomesInWords(told, titles), dossier: figuresInWords(told.dossier) },
  };
}

async function papers({ tx, vault, today }: Looking, review: Review, nameOf: NameOf) {
  const { name: applicant } = await readCustomer(tx, vault, review.customerId);
  // People call their files by their names and numbers.
  const hidden = (name: string) =>
    name.replaceAll(applicant, mask.name(applicant)).replace(/\d{6,}/g, (digits) => '*'.repeat(digits.length));
  const kinds = await paperKinds(tx, today);
  const labelOf = (kind: string) => kinds.find((one) => one.kind === kind)?.label ?? kind;
  const named = ({ kind, label }: { kind: string; label: string }) => ({ kind, label });
  const { paperMaxBytes } = await readSettings(tx, today);
  const { asked, state } = review;
  return {
    papers: (await papersOf(tx, vault, review.applicationId)).map((paper) => ({
      ...{ paperId: paper.id, kind: paper.kind, label: labelOf(paper.kind), name: hidden(paper.name) },
      ...{ mediaType: paper.mediaType, sizeBytes: paper.sizeBytes, sha256: paper.sha256, scan: paper.scan },
      ...{ uploadedAt: paper.uploadedAt, recorded: paper.recorded, mayRemove: false },
      uploadedBy: paper.uploadedBy && nameOf(paper.uploadedBy),
    })),
    asked:
      asked && state === 'waiting-for-papers'
        ? {
            kinds: asked.kinds.map((kind) => ({ kind, label: labelOf(kind) })),
            ...{ words: asked.words, askedAt: asked.at },
          }
        : null,
    paperKinds: kinds.filter(({ use }) => use === 'customer').map(named),
    scanKinds: kinds.filter(({ use }) => use !== 'customer').map(named),
    mostBytes: paperMaxBytes,
  };
}

const history = async (
  { tx, vault }: Looking,
  { applicationId }: Review,
  nameOf: NameOf,
): Promise<ReviewView['history']> =>
  (await eventsOf(tx, vault, applicationId)).map(({ at, by, event, note, terms }) => ({
    ...{ at, who: by && nameOf(by), event, words: EVENT_WORDS[event], note, terms },
  }));

async function authority({ tx, today, officer }: Looking, { productCode, branchCode }: Application) {
  const all = await authoritiesFor(tx, productCode, branchCode, today);
  return {
    authority: all.find(({ level }) => level === officer.level) ?? null,
    next: all.find(({ level }) => level > officer.level) ?? null,
  };
}

function bounds(product: Product, application: Application, maxRatePpm: number): ReviewView['bounds'] {
  const wanted = wantedOf(application) ?? product.maxAmountFen;
  return {
    minAmountFen: product.minAmountFen,
    maxAmountFen: wanted < product.maxAmountFen ? wanted : product.maxAmountFen,
    amountStepFen: product.amountStepFen,
    maxRatePpm,
    termsMonths: product.termsMonths,
    purposes: product.purposes,
  };
}

function outcome({ terms, decided }: Review, nameOf: NameOf): Pick<ReviewView, 'approved'> {
  return { approved: terms && decided ? { ...terms, by: nameOf(decided.by), at: decided.at } : null };
}

async function declined({ tx, today }: Looking, review: Review, nameOf: NameOf): Promise<ReviewView['declined']> {
  const { state, declineReason, decided } = review;
  if (state !== 'declined' || !decided) return null;
  const reason = (await reasonOf(tx, review, today))?.label ?? declineReason ?? '';
  return { reason, by: nameOf(decided.by), at: decided.at };
}

function paperContract({ no, signedOffline }: Contract, { recorded }: Review, nameOf: NameOf): ReviewView['contract'] {
  return signedOffline && recorded
    ? { contractNo: no, ...signedOffline, recordedBy: nameOf(recorded.by), recordedAt: recorded.at }
    : null;
}

async function payout({ tx, vault }: Looking, { id }: Contract): Promise<ReviewView['payout']> {
  const [latest] = await disbursementsOf(tx, vault, id);
  if (!latest) return null;
  const { state, requestedAt, coreSerialNo, refusalCode } = latest;
  return { state, requestedAt, coreSerialNo, refusalCode };
}

/** The server refuses what is not null here; the page says why the button is not there. */
function whatMay({ officer, rights }: Looking, review: Review): ReviewView['may'] {
  const words = (code: ProblemCode | undefined): string | null => (code ? problems[code].title : null);
  const withRight = (right: string, code: ProblemCode | undefined): string | null =>
    rights.includes(right) ? words(code) : words('right-missing');
  const hand = withRight('application-review', inHand(review, officer));
  const signing = (state: Review['state']) => (review.state === state ? undefined : ('step-not-allowed' as const));
  const uploading = isUndecided(review) ? undefined : signing('to-sign');
  const own = review.state === 'to-check' && review.recorded?.by === officer.staffId;
  return {
    claim: withRight('application-review', mayClaim(review, officer)),
    release: withRight('application-review', mayRelease(review, officer)),
    ...{ approve: hand, decline: hand, askForPapers: hand },
    upload: withRight('offline-contract', uploading),
    recordContract: withRight('offline-contract', signing('to-sign')),
    releasePayout: withRight('offline-contract', own ? 'same-person' : signing('to-check')),
  };
}
