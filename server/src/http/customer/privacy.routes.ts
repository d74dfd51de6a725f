import type { privacyOperations } from '@miaodai/http-api';
import { minuteInShanghai, ok, refuse, secondsBetween, type ApplicationId } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { today } from '../../bank/calendar/index.ts';
import { asDocument, findTextVersion } from '../../bank/content/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import {
  consentsOf,
  isRevocable,
  ownConsent,
  revokeConsent,
  ruleOf,
  type KeptConsent,
} from '../../customer/consent/index.ts';
import { forgetFace } from '../../customer/face/index.ts';
import {
  blocksOf,
  closeCustomer,
  countRecords,
  DELETED_NOW,
  exportPage,
  keepsOf,
  recordExport,
} from '../../customer/privacy/index.ts';
import { applicationsOf, eraseAnswersOf, withdrawApplication } from '../../lending/application/index.ts';
import { forgetUnzipCodesOf } from '../../lending/copies/index.ts';
import type { Context } from '../../platform/context.ts';
import { forgetAnswersOf } from '../../platform/idempotency.store.ts';
import { withinRate } from '../../platform/rate-limit.store.ts';
import type { Caller } from '../caller.ts';
import { informed, type Handlers } from '../door.ts';
import type { Needs } from './needs.ts';
import { personalData } from './personal-data.ts';
import { askTheCore, standingOf } from './standing.ts';

const DAY_SECONDS = 86_400;

export const privacyRoutes = (needs: Needs): Handlers<typeof privacyOperations> => ({
  listConsents: async (_, { customerId }) =>
    ok({ consents: (await consentsOf(needs.db, customerId)).map(viewConsent) }),
  readConsentText: async ({ params }, { customerId }) => {
    const consent = await ownConsent(needs.db, params.consentId, customerId);
    const text = consent && (await findTextVersion(needs.db, consent.kind, consent.version));
    const document = text && asDocument(text);
    // What was filled in for one customer is shown where it was agreed to, with its contract.
    return document && document.textHash === consent.textHash ? ok(document) : refuse('not-found');
  },
  revokeConsent: {
    within: async (context, { params }, { customerId, from }) => {
      const own = await ownConsent(context.tx, params.consentId, customerId);
      if (own && own.revokedAt === null && ruleOf(own.kind).revoking === 'ends-application') {
        const ended = await endApplication(context, needs, own.subject as ApplicationId, customerId);
        if (!ended.ok) return ended;
      }
      const revoked = await revokeConsent(context, { customerId, consentId: params.consentId }, from);
      if (!revoked.ok) return revoked;
      if (revoked.value.follows === 'deletes-face') await forgetFace(context.tx, customerId);
      return ok(viewConsent(revoked.value.consent));
    },
  },
  exportMyData: async (_, caller) => (caller ? exportData(needs, caller) : refuse('not-signed-in')),
  readDeletion: async (_, { customerId }) => {
    const atTheCore = await askTheCore(needs, customerId);
    if (!atTheCore.ok) return atTheCore;
    const standing = await standingOf(needs.db, needs, customerId, atTheCore.value);
    const day = await today(needs.db);
    const blocks = blocksOf(standing);
    return ok({
      state: blocks.length > 0 ? ('blocked' as const) : ('possible' as const),
      blocks,
      deletes: [...DELETED_NOW],
      keeps: keepsOf(standing, day, await readSettings(needs.db, day)).map(viewKept),
    });
  },
  requestDeletion: informed({
    look: async (_, caller) => {
      if (!(await isFresh(needs, caller))) return refuse('sign-in-again');
      return askTheCore(needs, caller.customerId);
    },
    within: async (context, _, { customerId, from }, atTheCore) => {
      const standing = await standingOf(context.tx, needs, customerId, atTheCore);
      const closed = await closeCustomer(context, needs.vault, { customerId, standing }, from);
      if (!closed.ok) return closed;
      await deleteDrafts(context, needs, customerId);
      await forgetAnswersOf(context.tx, customerId);
      await forgetUnzipCodesOf(context.tx, customerId);
      return ok({
        state: 'done' as const,
        blocks: [],
        deletes: [...DELETED_NOW],
        keeps: closed.value.map(viewKept),
      });
    },
  }),
});

/** Somebody else at a screen that was left open gets nothing: the customer has just signed in. */
async function isFresh({ db, clock }: Needs, { session }: Caller): Promise<boolean> {
  const { freshSessionSeconds } = await readSettings(db, await today(db));
  return secondsBetween(session.startedAt, clock.now()) <= freshSessionSeconds;
}

async function exportData(needs: Needs, caller: Caller) {
  const { db, clock } = needs;
  const { customerId, from } = caller;
  if (!(await isFresh(needs, caller))) return refuse('sign-in-again');
  const { dataExportsPerDay } = await readSettings(db, await today(db));
  if (!(await withinRate(db, `data-export:${customerId}`, dataExportsPerDay, DAY_SECONDS)))
    return refuse('too-many-requests');
  const sections = await personalData(needs, customerId);
  const made = { exportId: uuid(), madeAt: clock.now() };
  await recordExport(db, { exportId: made.exportId, customerId, records: countRecords(sections) }, from, made.madeAt);
  return ok({ ...made, sections, html: exportPage(sections, minuteInShanghai(made.madeAt)) });
}

/** What rests on the consent ends with it: an application before its decision; not a loan, for whose life it was given. */
async function endApplication(
  context: Context,
  { vault }: Needs,
  applicationId: ApplicationId,
  customerId: Caller['customerId'],
) {
  const applications = await applicationsOf(context.tx, vault, customerId);
  const application = applications.find(({ id }) => id === applicationId);
  const isOver = !application || ['declined', 'not-eligible', 'withdrawn'].includes(application.status);
  if (isOver) return ok(undefined);
  const ended = await withdrawApplication(context, vault, { customerId, applicationId });
  if (ended.ok) return ok(undefined);
  const words =
    application.status === 'paid'
      ? '贷款结清前，贷后管理仍需要本授权，结清后可以撤回。'
      : '申请正在审批或放款，请等待结果后再撤回。';
  return refuse('consent-not-revocable', { words });
}

async function deleteDrafts(context: Context, { vault }: Needs, customerId: Caller['customerId']): Promise<void> {
  for (const { id, status } of await applicationsOf(context.tx, vault, customerId)) {
    if (status === 'applying') await withdrawApplication(context, vault, { customerId, applicationId: id });
  }
  await eraseAnswersOf(context.tx, customerId, { all: false });
}

const viewKept = ({ what, why, until }: ReturnType<typeof keepsOf>[number]) => ({ what, why, until });

function viewConsent({ id, kind, version, textHash, agreedAt, channel, device, revokedAt }: KeptConsent) {
  const { title, words } = ruleOf(kind);
  return {
    ...{ consentId: id, kind, title, version, textHash, agreedAt, channel, device, revokedAt },
    ...{ revocable: revokedAt === null && isRevocable(kind), revoking: words },
  };
}
