import type { Right, textOperations } from '@miaodai/http-api';
import { ok, refuse } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { callOffText, draftText, publishText, returnText, submitText, withdrawText } from '../../bank/content/index.ts';
import { anyAgreedSince } from '../../customer/consent/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Handlers } from '../door.ts';
import { has, type StaffCaller } from './caller.ts';
import type { Needs } from './needs.ts';
import { textFile } from './text-file.ts';
import { viewText, viewTexts } from './texts.view.ts';

const READERS: readonly Right[] = ['texts-edit', 'texts-publish', 'audit-trail'];
const reads = (caller: StaffCaller): boolean => READERS.some((right) => has(caller, right));

export const textRoutes = ({ db, previews }: Needs): Handlers<typeof textOperations, StaffCaller> => ({
  listTexts: async (_, caller) =>
    reads(caller) ? ok(await viewTexts({ tx: db, today: await today(db) })) : refuse('right-missing'),
  readTextVersions: async ({ params }, caller) => {
    if (!reads(caller)) return refuse('right-missing');
    const text = await viewText({ tx: db, today: await today(db) }, params.kind, caller);
    return text ? ok(text) : refuse('not-found');
  },
  previewTextFile: async ({ params, body }, caller) =>
    reads(caller) ? textFile({ db, previews, today: await today(db) }, params.kind, body) : refuse('right-missing'),
  draftText: {
    within: async (context, { params, body }, caller) => {
      const done = await draftText(context, { ...params, ...body }, caller.session.staffId);
      return done.ok ? shown(context, params.kind, caller) : done;
    },
  },
  submitText: {
    within: async (context, { params, body }, caller) => {
      const done = await submitText(context, { ...params, ...body }, caller.session.staffId);
      return done.ok ? shown(context, params.kind, caller) : done;
    },
  },
  withdrawText: {
    within: async (context, { params, body }, caller) => {
      const done = await withdrawText(context, { ...params, ...body }, caller.session.staffId);
      return done.ok ? shown(context, params.kind, caller) : done;
    },
  },
  publishText: {
    within: async (context, { params, body }, caller) => {
      const agreedToday = await anyAgreedSince(context.tx, params.kind, context.today);
      const done = await publishText(context, { ...params, ...body, agreedToday }, caller.session.staffId);
      return done.ok ? shown(context, params.kind, caller) : done;
    },
  },
  callOffText: {
    within: async (context, { params, body }, caller) => {
      const done = await callOffText(context, { ...params, ...body }, caller.session.staffId);
      return done.ok ? shown(context, params.kind, caller) : done;
    },
  },
  returnText: {
    within: async (context, { params, body }, caller) => {
      const done = await returnText(context, { ...params, ...body }, caller.session.staffId);
      return done.ok ? shown(context, params.kind, caller) : done;
    },
  },
});

/** Writes answer with the text as it is then. */
async function shown({ tx, today: on }: Context, kind: string, caller: StaffCaller) {
  const text = await viewText({ tx, today: on }, kind, caller);
  return text ? ok(text) : refuse('not-found' as const);
}
