import type { applicationOperations } from '@miaodai/http-api';
import { mask, ok, refuse } from '@miaodai/values';
import { readSettings } from '../../bank/settings/index.ts';
import { issueSmsCode } from '../../customer/credentials/index.ts';
import { readCustomer } from '../../customer/identity/index.ts';
import { queueMessage } from '../../customer/messages/index.ts';
import { checkSubmittable, submitApplication } from '../../lending/application/index.ts';
import type { Handlers } from '../door.ts';
import { faceShown, shownApplication, whoseApplication } from './application-access.ts';
import { checkSubmission } from './check-submission.ts';
import type { Needs } from './needs.ts';

type Submission = Pick<Handlers<typeof applicationOperations>, 'requestSubmissionCode' | 'submitApplication'>;
/** What the SMS code is for: it is good for nothing else. */
const PURPOSE = 'submit-application';

/** SMS code and transaction password, and with them the application goes to its decision (APP-6). */
export const submissionRoutes = (needs: Needs): Submission => {
  const { db, vault } = needs;
  return {
    requestSubmissionCode: {
      within: async (context, input, caller) => {
        const who = whoseApplication(input, caller);
        const faced = await faceShown(context.tx, vault, who);
        if (!faced.ok) return faced;
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
      before: async (input, caller) => {
        const who = whoseApplication(input, caller);
        const faced = await faceShown(db, vault, who);
        if (!faced.ok) return faced;
        return checkSubmission(needs, { ...who, purpose: PURPOSE, from: caller.from }, input.body);
      },
      within: async (context, input, caller) => {
        const who = whoseApplication(input, caller);
        const submitted = await submitApplication(context, vault, who);
        return submitted.ok ? ok(await shownApplication(context, vault, who)) : submitted;
      },
    },
  };
};
