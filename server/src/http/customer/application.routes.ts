import type { applicationOperations } from '@miaodai/http-api';
import { ok, refuse } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { asDocument, readText } from '../../bank/content/index.ts';
import {
  agree,
  latestApplication,
  ownApplication,
  saveAboutYou,
  saveMoney,
  startApplication,
  withdrawApplication,
} from '../../lending/application/index.ts';
import { newsWithin } from '../../platform/news-within.ts';
import { informed, type Handlers } from '../door.ts';
import type { Refusal } from '../problem.ts';
import { accountInOrder, faceShown, shownApplication, whoseApplication } from './application-access.ts';
import { viewApplication } from './application.view.ts';
import { identityRoutes } from './identity.routes.ts';
import type { Needs } from './needs.ts';
import { offerRoutes } from './offer.routes.ts';
import { submissionRoutes } from './submission.routes.ts';
import { systemCheckRoutes } from './system-check.routes.ts';

export const applicationRoutes = (needs: Needs): Handlers<typeof applicationOperations> => {
  const { db, vault, jobs, clock } = needs;
  return {
    ...systemCheckRoutes(needs),
    ...identityRoutes(needs),
    ...submissionRoutes(needs),
    ...offerRoutes(needs),
    startApplication: informed({
      look: (_, { customerId }) => accountInOrder(needs, customerId),
      within: async (context, { body }, { customerId, from, session }) => {
        const started = await startApplication(context, vault, { customerId, channel: from.channel, ...body });
        if (!started.ok) return started;
        const who = { customerId, applicationId: started.value, sessionId: session.sessionId };
        return ok(await shownApplication(context, vault, who));
      },
    }),
    currentApplication: async (_, { customerId, session }) => {
      const application = await latestApplication(db, vault, customerId);
      const looking = { tx: db, now: clock.now(), sessionId: session.sessionId };
      return ok({ application: application ? await viewApplication(looking, vault, application) : null });
    },
    readApplication: async (input, caller) => {
      const who = whoseApplication(input, caller);
      const read = () => ownApplication(db, vault, who.applicationId, who.customerId);
      const first = await read();
      if (!first) return refuse('not-found');
      const wait = { ms: input.query.waitMs ?? 0, atWork: () => jobs.atWork('application.submitted', first.id) };
      const decided = ({ step }: typeof first) => step !== 'decision';
      const application = await newsWithin(wait, first, decided, async () => (await read()) ?? first);
      const { sessionId } = who;
      // In one transaction: its statements go out together.
      return ok(await needs.inTx(({ tx, now }) => viewApplication({ tx, now, sessionId }, vault, application)));
    },
    readAgreement: async ({ params }) => ok(asDocument(await readText(db, params.kind, await today(db)))),
    agree: {
      within: async (context, input, caller) => {
        const who = whoseApplication(input, caller);
        const agreed = await agree(context, vault, { ...who, kind: input.params.kind, ...input.body }, caller.from);
        return agreed.ok ? ok(await shownApplication(context, vault, who)) : agreed;
      },
    },
    saveAboutYou: {
      within: async (context, input, caller) => {
        const who = whoseApplication(input, caller);
        const faced = await faceShown(context.tx, vault, who);
        if (!faced.ok) return faced;
        const saved = await saveAboutYou(context, vault, { ...who, ...input.body });
        return saved.ok ? ok(await shownApplication(context, vault, who)) : saved;
      },
    },
    saveMoney: {
      within: async (context, input, caller) => {
        const who = whoseApplication(input, caller);
        const faced = await faceShown(context.tx, vault, who);
        if (!faced.ok) return faced;
        const saved = await saveMoney(context, vault, { ...who, ...input.body });
        return saved.ok ? ok(await shownApplication(context, vault, who)) : withField(saved);
      },
    },
    withdrawApplication: {
      within: async (context, input, caller) => {
        const who = whoseApplication(input, caller);
        const withdrawn = await withdrawApplication(context, vault, who);
        return withdrawn.ok ? ok(await shownApplication(context, vault, who)) : withdrawn;
      },
    },
  };
};

/** A refusal that concerns one field says which. */
function withField(refusal: Refusal): Refusal {
  const field = refusal.detail?.['field'];
  if (typeof field !== 'string') return refusal;
  const message = field === 'wantedFen' ? '请按页面提示的范围填写希望借款金额' : '所选内容当前不可用，请重新选择';
  return { ...refusal, fields: [{ path: `answers.${field}`, message }] };
}
