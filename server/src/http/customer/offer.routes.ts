import type { applicationOperations } from '@miaodai/http-api';
import { ok } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { chooseAmount } from '../../lending/application/index.ts';
import { declareUseOfFunds, useOfFundsDocument } from '../../lending/contract/index.ts';
import { decisionOf } from '../../lending/decision/index.ts';
import type { Handlers } from '../door.ts';
import { shownApplication, whoseApplication } from './application-access.ts';
import type { Needs } from './needs.ts';

type Offer = Pick<Handlers<typeof applicationOperations>, 'chooseAmount' | 'readUseOfFunds' | 'declareUseOfFunds'>;

/** What is made of an approval: the amount wanted, and what it is for. */
export const offerRoutes = ({ db, vault }: Needs): Offer => ({
  chooseAmount: {
    within: async (context, input, caller) => {
      const who = whoseApplication(input, caller);
      const decision = await decisionOf(context.tx, who.applicationId);
      const offer = decision?.approved ? decision : undefined;
      const chosen = await chooseAmount(context, vault, { ...who, ...input.body }, offer);
      return chosen.ok ? ok(await shownApplication(context, vault, who)) : chosen;
    },
  },
  readUseOfFunds: async (input, caller) =>
    useOfFundsDocument({ tx: db, today: await today(db) }, vault, whoseApplication(input, caller)),
  declareUseOfFunds: {
    within: async (context, input, caller) => {
      const who = whoseApplication(input, caller);
      const declared = await declareUseOfFunds(context, vault, { ...who, ...input.body }, caller.from);
      return declared.ok ? ok(await shownApplication(context, vault, who)) : declared;
    },
  },
});
