import type { securityOperations } from '@miaodai/http-api';
import { mask, ok, refuse } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { passwordState, subjectOf } from '../../customer/credentials/index.ts';
import {
  findCustomerByMobile,
  moveToMobile,
  endSessions,
  readContact,
  recordSecurityEvent,
  securityEventsOf,
} from '../../customer/identity/index.ts';
import { queueMessage } from '../../customer/messages/index.ts';
import { withinRate } from '../../platform/rate-limit.store.ts';
import { informed, type Handlers } from '../door.ts';
import { loginPasswordRoutes } from './login-password.routes.ts';
import type { Needs } from './needs.ts';
import { ownCode, proveSmsCode, proveTransactionPassword } from './proofs.ts';
import { sendCode } from './send-code.ts';
import { transactionPasswordRoutes } from './transaction-password.routes.ts';

/** A page's worth. */
const EVENTS_SHOWN = 20;
const DAY_SECONDS = 86_400;

export const securityRoutes = (needs: Needs): Handlers<typeof securityOperations> => ({
  ...loginPasswordRoutes(needs),
  ...transactionPasswordRoutes(needs),
  ...mobileRoutes(needs),
  readSecurity: async (_, { customerId }) => {
    const { db, vault, clock } = needs;
    const now = clock.now();
    const { mobile, name } = await readContact(db, vault, customerId);
    const login = await passwordState(db, customerId, 'login', now);
    const transaction = await passwordState(db, customerId, 'transaction', now);
    return ok({
      mobile: mask.mobile(mobile),
      loginPasswordSet: login.is !== 'unset',
      transactionPassword: transaction.is,
      lockedUntil: transaction.lockedUntil,
      known: name !== undefined,
      name: name === undefined ? null : mask.name(name),
      events: await securityEventsOf(db, customerId, EVENTS_SHOWN),
    });
  },
  requestCode: {
    within: async (context, { body }, { customerId }) => {
      const { mobile } = await readContact(context.tx, needs.vault, customerId);
      const scope = { customerId, purpose: body.purpose, subject: customerId };
      return sendCode(context, needs, { scope, mobile });
    },
  },
});

type MobileOperations = Pick<Handlers<typeof securityOperations>, 'requestMobileChange' | 'changeMobile'>;

/** Another number is proven by a code to it, and by what the customer is known by until now. */
const mobileRoutes = (needs: Needs): MobileOperations => ({
  requestMobileChange: informed({
    // The limit of codes is this customer's: the number's own keeps many customers from filling one telephone.
    look: async ({ body: { newMobile } }) => {
      const { db, vault } = needs;
      const { smsCodesPerDay } = await readSettings(db, await today(db));
      const subject = `codes:to:${vault.index('mobile', newMobile).toString('hex')}`;
      return (await withinRate(db, subject, smsCodesPerDay, DAY_SECONDS)) ? ok(undefined) : refuse('too-many-requests');
    },
    within: async (context, { body: { newMobile } }, { customerId }) => {
      const { vault } = needs;
      const owner = await findCustomerByMobile(context.tx, vault, newMobile);
      const subject = subjectOf(vault, 'new-mobile', newMobile);
      const scope = { customerId, purpose: 'new-mobile' as const, subject };
      return sendCode(context, needs, { scope, mobile: newMobile, instead: owner && 'already-registered' });
    },
  }),
  changeMobile: informed({
    before: async ({ body }, { customerId, from }) => {
      const { db, vault, clock } = needs;
      const password = await passwordState(db, customerId, 'transaction', clock.now());
      // What proves the person goes first: a stranger at an open page learns nothing of codes.
      if (password.is !== 'unset') {
        if (body.transactionPassword === undefined) return refuse('proof-missing');
        const proven = await proveTransactionPassword(needs, { customerId, from }, body.transactionPassword);
        if (!proven.ok) return proven;
      } else {
        if (body.oldCode === undefined) return refuse('proof-missing');
        const proven = await proveSmsCode(needs, ownCode(customerId, 'change-mobile'), body.oldCode);
        if (!proven.ok) return proven;
      }
      const subject = subjectOf(vault, 'new-mobile', body.newMobile);
      const code = await proveSmsCode(needs, { customerId, purpose: 'new-mobile', subject }, body.newCode);
      return code.ok ? ok(undefined) : code;
    },
    within: async (context, { body: { newMobile } }, { customerId, from, session }) => {
      const { tx, now } = context;
      const moved = await moveToMobile(tx, needs.vault, customerId, newMobile);
      if (!moved.ok) return moved;
      await endSessions(tx, customerId, { butNot: session.sessionId, mine: session.sessionId }, now);
      await recordSecurityEvent(tx, customerId, 'mobile-changed', from, now);
      const words = { before: mask.mobile(moved.value), now: mask.mobile(newMobile) };
      for (const mobile of [moved.value, newMobile]) {
        await queueMessage(context, needs.vault, { mobile, kind: 'mobile-changed' }, words);
      }
      return ok({ mobile: mask.mobile(newMobile) });
    },
  }),
});
