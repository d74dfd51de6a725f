import type { ProblemCode, reviewOperations } from '@miaodai/http-api';
import { ok, ratePpm, refuse, type ApplicationId, type Result } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { accountNoOf } from '../../customer/account/index.ts';
import { readCustomer } from '../../customer/identity/index.ts';
import { ownApplication } from '../../lending/application/index.ts';
import { recordOfflineContract } from '../../lending/contract/index.ts';
import { releasePayout } from '../../lending/disbursement/index.ts';
import {
  addStaffPaper,
  approveApplication,
  askForPapers,
  checkFile,
  claimReview,
  contentOf,
  declineApplication,
  findPaper,
  readReview,
  releaseReview,
  sees,
  type Officer,
  type Review,
} from '../../lending/review/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/connect.ts';
import { informed, type Handlers } from '../door.ts';
import type { Refusal } from '../problem.ts';
import type { StaffCaller } from './caller.ts';
import type { Needs } from './needs.ts';
import { viewReview, type ReviewView } from './review.view.ts';

type Routes = Handlers<typeof reviewOperations, StaffCaller>;
type At = { params: { applicationId: string } };
type Done<T> = Result<T, ProblemCode> | Refusal;

const idOf = ({ params }: At): ApplicationId => params.applicationId as ApplicationId;
const officerOf = ({ session: { staffId, level, branchCode } }: StaffCaller): Officer => ({
  ...{ staffId, level, branchCode },
});

/** What officers do with an application: each command answers with what it is like now. */
export const reviewRoutes = (needs: Needs): Routes => ({
  ...lookRoutes(needs),
  ...decisionRoutes(needs),
  ...signingRoutes(needs),
});

type Looks = Pick<Routes, 'readReview' | 'revealApplicant' | 'readPaper'>;

function lookRoutes(needs: Needs): Looks {
  const { db, vault, clock } = needs;
  return {
    readReview: async (input, caller) => {
      const review = await seen(needs, db, idOf(input), caller);
      if (!review) return refuse('not-found');
      const looking = { tx: db, vault, today: await today(db), now: clock.now(), ...who(caller) };
      return ok(await viewReview(looking, review));
    },
    revealApplicant: async (input, caller) => {
      const review = await seen(needs, db, idOf(input), caller);
      if (!review) return refuse('not-found');
      const { customerId } = review;
      const { name, idNumber, mobile } = await readCustomer(db, vault, customerId);
      const application = await ownApplication(db, vault, review.applicationId, customerId);
      return ok({
        ...{ name, idNumber, mobile, erpNo: application?.erpNo ?? null },
        residenceAddress: application?.answers.aboutYou.residenceAddress ?? null,
        accountNo: (await accountNoOf(db, vault, customerId)) ?? null,
      });
    },
    readPaper: async ({ params }, caller) => {
      const paper = await findPaper(db, vault, params.paperId);
      const review = paper && (await seen(needs, db, paper.applicationId, caller));
      if (!review) return refuse('not-found');
      const content = await contentOf(db, vault, paper.id);
      return ok({ name: paper.name, mediaType: paper.mediaType, base64: content.toString('base64') });
    },
  };
}

type Decisions = Pick<
  Routes,
  'claimReview' | 'releaseReview' | 'approveApplication' | 'declineApplication' | 'askForPapers'
>;

function decisionRoutes(needs: Needs): Decisions {
  const { vault } = needs;
  return {
    claimReview: {
      within: async (context, input, caller) =>
        shown(needs, context, input, caller, await claimReview(context, vault, idOf(input), officerOf(caller))),
    },
    releaseReview: {
      within: async (context, input, caller) =>
        shown(needs, context, input, caller, await releaseReview(context, vault, idOf(input), officerOf(caller))),
    },
    approveApplication: {
      within: async (context, input, caller) => {
        const { annualRatePpm, ...body } = input.body;
        const terms = { ...body, applicationId: idOf(input), annualRatePpm: ratePpm(annualRatePpm) };
        const approved = await approveApplication(context, vault, terms, officerOf(caller));
        const review = await shown(needs, context, input, caller, approved);
        return approved.ok && review.ok ? ok({ outcome: approved.value, review: review.value }) : (review as Refusal);
      },
    },
    declineApplication: {
      within: async (context, input, caller) => {
        const decline = { ...input.body, applicationId: idOf(input) };
        const declined = await declineApplication(context, vault, decline, officerOf(caller));
        return shown(needs, context, input, caller, declined);
      },
    },
    askForPapers: {
      within: async (context, input, caller) => {
        const ask = { ...input.body, applicationId: idOf(input) };
        return shown(needs, context, input, caller, await askForPapers(context, vault, ask, officerOf(caller)));
      },
    },
  };
}

type Signing = Pick<Routes, 'uploadReviewPaper' | 'recordOfflineContract' | 'releasePayout'>;

function signingRoutes(needs: Needs): Signing {
  const { db, vault } = needs;
  return {
    uploadReviewPaper: informed({
      look: async (input, caller) => {
        if (!(await seen(needs, db, idOf(input), caller))) return refuse('not-found');
        return checkFile(needs, input.body.base64, await readSettings(db, await today(db)));
      },
      within: async (context, input, caller, file) => {
        const { kind, name } = input.body;
        const upload = { applicationId: idOf(input), kind, name, file };
        const added = await addStaffPaper(context, vault, upload, officerOf(caller));
        const review = await shown(needs, context, input, caller, added);
        return added.ok && review.ok ? ok({ paperId: added.value, review: review.value }) : (review as Refusal);
      },
    }),
    recordOfflineContract: {
      within: async (context, input, caller) => {
        const record = { ...input.body, applicationId: idOf(input) };
        return shown(
          needs,
          context,
          input,
          caller,
          await recordOfflineContract(context, vault, record, officerOf(caller)),
        );
      },
    },
    releasePayout: {
      within: async (context, input, caller) => {
        const release = { ...input.body, applicationId: idOf(input) };
        return shown(needs, context, input, caller, await releasePayout(context, vault, release, officerOf(caller)));
      },
    },
  };
}

/** Of another branch it is as if there were none. */
async function seen({ vault }: Needs, db: Db, id: ApplicationId, caller: StaffCaller): Promise<Review | undefined> {
  const review = await readReview(db, vault, id);
  return review && sees(officerOf(caller), review) ? review : undefined;
}

const who = (caller: StaffCaller) => ({ officer: officerOf(caller), rights: caller.session.rights });

/** The review as it is after a command that went well. */
async function shown(
  { vault }: Needs,
  context: Context,
  input: At,
  caller: StaffCaller,
  done: Done<unknown>,
): Promise<Done<ReviewView>> {
  if (!done.ok) return done;
  const review = await readReview(context.tx, vault, idOf(input));
  if (!review) throw new Error('a review that was just changed is there');
  return ok(await viewReview({ ...context, vault, ...who(caller) }, review));
}
