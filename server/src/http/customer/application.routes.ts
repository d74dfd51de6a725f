import type { applicationOperations } from '@miaodai/http-api';
import { mask, ok, refuse, type ApplicationId, type CustomerId } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { asDocument, readText } from '../../bank/content/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { accountNoOf, mayReceive } from '../../customer/account/index.ts';
import { issueSmsCode } from '../../customer/credentials/index.ts';
import { readCustomer } from '../../customer/identity/index.ts';
import { queueMessage } from '../../customer/messages/index.ts';
import {
  agree,
  checkSubmittable,
  chooseAmount,
  latestApplication,
  ownApplication,
  saveAboutYou,
  saveMoney,
  startApplication,
  submitApplication,
  withdrawApplication,
} from '../../lending/application/index.ts';
import { declareUseOfFunds, useOfFundsDocument } from '../../lending/contract/index.ts';
import { decisionOf } from '../../lending/decision/index.ts';
import type { Context } from '../../platform/context.ts';
import { within } from '../../platform/within.ts';
import type { Handlers } from '../door.ts';
import type { Refusal } from '../problem.ts';
import { viewApplication, type ApplicationView } from './application.view.ts';
import { checkSubmission } from './check-submission.ts';
import { identityRoutes } from './identity.routes.ts';
import type { Needs } from './needs.ts';

type Operations = typeof applicationOperations;
type Ids = { customerId: CustomerId; applicationId: ApplicationId };
const PURPOSE = 'submit-application';

export const applicationRoutes = (needs: Needs): Handlers<Operations> => {
  const { db, vault, jobs } = needs;
  const ids = (input: { params: { applicationId: string } }, { customerId }: { customerId: CustomerId }): Ids => ({
    customerId,
    applicationId: input.params.applicationId as ApplicationId,
  });
  /** The application as it is after a command that went well. */
  const shown = async (tx: Context['tx'] | typeof db, { applicationId, customerId }: Ids): Promise<ApplicationView> => {
    const application = await ownApplication(tx, vault, applicationId, customerId);
    if (!application) throw new Error('an application that was just changed is there');
    return viewApplication(tx, vault, application);
  };

  return {
    ...identityRoutes(needs, shown),
    startApplication: {
      before: async (_, { customerId }) => accountInOrder(needs, customerId),
      within: async (context, { body }, { customerId, from }) => {
        const started = await startApplication(context, vault, { customerId, channel: from.channel, ...body });
        return started.ok ? ok(await shown(context.tx, { customerId, applicationId: started.value })) : started;
      },
    },
    currentApplication: async (_, { customerId }) => {
      const application = await latestApplication(db, vault, customerId);
      return ok({ application: application ? await viewApplication(db, vault, application) : null });
    },
    readApplication: async (input, caller) => {
      const who = ids(input, caller);
      if (input.query.waitMs) await within(input.query.waitMs, jobs.quiet(who.applicationId));
      const application = await ownApplication(db, vault, who.applicationId, who.customerId);
      return application ? ok(await viewApplication(db, vault, application)) : refuse('not-found');
    },
    readAgreement: async ({ params }) => ok(asDocument(await readText(db, params.kind, await today(db)))),
    agree: {
      within: async (context, input, caller) => {
        const who = ids(input, caller);
        const agreed = await agree(context, vault, { ...who, kind: input.params.kind, ...input.body }, caller.from);
        return agreed.ok ? ok(await shown(context.tx, who)) : agreed;
      },
    },
    saveAboutYou: {
      within: async (context, input, caller) => {
        const who = ids(input, caller);
        const saved = await saveAboutYou(context, vault, { ...who, ...input.body });
        return saved.ok ? ok(await shown(context.tx, who)) : saved;
      },
    },
    saveMoney: {
      within: async (context, input, caller) => {
        const who = ids(input, caller);
        const saved = await saveMoney(context, vault, { ...who, ...input.body });
        return saved.ok ? ok(await shown(context.tx, who)) : withField(saved);
      },
    },
    requestSubmissionCode: {
      within: async (context, input, caller) => {
        const who = ids(input, caller);
        const submittable = await checkSubmittable(context.tx, vault, who);
        if (!submittable.ok)
          return submittable.refusal === 'answers-incomplete' ? refuse('step-not-allowed') : submittable;
        const settings = await readSettings(context.tx, context.today);
        const scope = { customerId: who.customerId, purpose: PURPOSE, subject: who.applicationId };
        const issued = await issueSmsCode(context, vault, scope, settings);
        if (!issued.ok) return issued;
        const { code, resendAt, expiresAt } = issued.value;
        const minutes = String(Math.floor(settings.smsCodeSeconds / 60));
        const to = { customerId: who.customerId, kind: 'submission-code', worthlessFrom: expiresAt };
        await queueMessage(context, vault, to, { code, minutes });
        const { mobile } = await readCustomer(context.tx, vault, who.customerId);
        return ok({ sentTo: mask.mobile(mobile), resendAt, expiresAt, now: context.now });
      },
    },
    submitApplication: {
      before: async (input, caller) => checkSubmission(needs, { ...ids(input, caller), purpose: PURPOSE }, input.body),
      within: async (context, input, caller) => {
        const who = ids(input, caller);
        const submitted = await submitApplication(context, vault, who);
        return submitted.ok ? ok(await shown(context.tx, who)) : submitted;
      },
    },
    chooseAmount: {
      within: async (context, input, caller) => {
        const who = ids(input, caller);
        const decision = await decisionOf(context.tx, who.applicationId);
        const offer = decision?.approved ? decision : undefined;
        const chosen = await chooseAmount(context, vault, { ...who, ...input.body }, offer);
        return chosen.ok ? ok(await shown(context.tx, who)) : chosen;
      },
    },
    readUseOfFunds: async (input, caller) =>
      useOfFundsDocument({ tx: db, today: await today(db) }, vault, ids(input, caller)),
    declareUseOfFunds: {
      within: async (context, input, caller) => {
        const who = ids(input, caller);
        const declared = await declareUseOfFunds(context, vault, { ...who, ...input.body }, caller.from);
        return declared.ok ? ok(await shown(context.tx, who)) : declared;
      },
    },
    withdrawApplication: {
      within: async (context, input, caller) => {
        const who = ids(input, caller);
        const withdrawn = await withdrawApplication(context, vault, who);
        return withdrawn.ok ? ok(await shown(context.tx, who)) : withdrawn;
      },
    },
  };
};

/** First here, then at the core (ACC-2): is there an account that a loan can be paid to? */
export async function accountInOrder({ db, vault, coreBanking }: Needs, customerId: CustomerId) {
  const accountNo = await accountNoOf(db, vault, customerId);
  if (!accountNo) return refuse('account-not-ready');
  const account = await coreBanking.account(accountNo);
  if (account.is === 'unknown') return refuse('outside-system-silent');
  if (account.is === 'refused' || !mayReceive(account.value.state)) return refuse('account-not-ready');
  return ok(undefined as never);
}

/** A refusal that concerns one field says which. */
function withField(refusal: Refusal): Refusal {
  const field = refusal.detail?.['field'];
  if (typeof field !== 'string') return refusal;
  return { ...refusal, fields: [{ path: `answers.${field}`, message: '所选内容当前不可用，请重新选择' }] };
}
