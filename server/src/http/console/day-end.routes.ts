import type { dayEndOperations } from '@miaodai/http-api';
import {
  dayInShanghai,
  ok,
  refuse,
  secondsBetween,
  yearsBetween,
  type BusinessDate,
  type Instant,
} from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { productNames } from '../../bank/products/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { readClockwork, readRun, readRuns, retryDayEnd, travelTo } from '../../lending/day-end/index.ts';
import { readAgeing } from '../../lending/servicing/index.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Handlers } from '../door.ts';
import type { StaffCaller } from './caller.ts';
import type { Needs } from './needs.ts';

const PAGE_SIZE = 20;
const MOST_YEARS = 10;

export const dayEndRoutes = (needs: Needs): Handlers<typeof dayEndOperations, StaffCaller> => ({
  readDayEnd: async ({ query }) => ok(await shown(needs, needs.db, needs.clock.now(), query.on)),
  listDayEnds: async ({ query: { page = 1, pageSize = PAGE_SIZE } }) => {
    const { runs, total } = await readRuns(needs.db, { limit: pageSize, offset: (page - 1) * pageSize });
    return ok({ items: runs, total, page, pageSize });
  },
  readAgeing: async () => {
    const { db } = needs;
    const [{ on, rows }, names, { pastDueBuckets }] = await Promise.all([
      readAgeing(db),
      productNames(db),
      readSettings(db, await today(db)),
    ]);
    const lastOf = (from: number): number | null => {
      const next = pastDueBuckets.find((bucket) => bucket > from);
      return from === 0 ? 0 : next === undefined ? null : next - 1;
    };
    return ok({
      on,
      rows: rows.map(({ productCode, fromDays, class: grade, loans, principalFen }) => ({
        ...{ productCode, fromDays, class: grade, loans, principalFen },
        ...{ productName: names.get(productCode) ?? productCode, toDays: lastOf(fromDays) },
      })),
    });
  },
  retryDayEnd: {
    within: async (context) =>
      (await retryDayEnd(context)) ? ok(await shown(needs, context.tx, context.now)) : refuse('step-not-allowed'),
  },
  letDaysPass: {
    within: async (context, { body: { until } }) => {
      if (!needs.moveOutside) return refuse('sandbox-only');
      if (yearsBetween(context.today, until) >= MOST_YEARS) return refuse('day-not-ahead');
      if (!(await travelTo(context, until))) return refuse('day-not-ahead');
      return ok(await shown(needs, context.tx, context.now));
    },
  },
});

async function shown({ moveOutside }: Needs, db: Db | Tx, now: Instant, on?: BusinessDate) {
  const [day, { untilOn }, run] = [await today(db), await readClockwork(db), await readRun(db, on)];
  return {
    ...{ today: day, calendarDay: dayInShanghai(now), untilOn: untilOn !== null && untilOn > day ? untilOn : null },
    run: run ? { ...run, steps: run.steps.map((step) => ({ ...step, ...progressOf(step, now) })) } : null,
    may: { retry: run?.state === 'stopped', travel: moveOutside !== undefined },
  };
}

type Step = NonNullable<Awaited<ReturnType<typeof readRun>>>['steps'][number];

function progressOf({ state, done, total, beganAt, endedAt }: Step, now: Instant) {
  const seconds = beganAt === null ? 0 : secondsBetween(beganAt, endedAt ?? now);
  const perSecond = seconds > 0 && done > 0 ? Math.round((10 * done) / seconds) / 10 : null;
  const left = state !== 'running' || total === null || !perSecond ? null : Math.max(0, total - done) / perSecond;
  return { perSecond, secondsLeft: left === null ? null : Math.ceil(left) };
}
