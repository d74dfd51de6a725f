import { addDays, addMonths, businessDate, instant, type BusinessDate, type CustomerId } from '@miaodai/values';
import { setFrom } from '../../server/src/seed/seed-bank.ts';
import type { Cleanup } from '../../server/test-kit/cleanup.ts';
import type { Db } from '../../server/src/platform/db/connect.ts';
import { copyOf, stillWorld, type CopiedWorld, type StillWorld } from '../exactly-once/copies.ts';
import { until } from '../kit/borrower.ts';
import { tell } from '../kit/introduce.ts';
import { aPaidLoan } from '../kit/loans.ts';
import { aPerson } from '../kit/persons.ts';
import { serve } from '../kit/world.ts';

/** The day that ends: ahead of every calendar, so that no clock ends it. */
export const DAY = businessDate('2029-05-15');
export const NEXT = addDays(DAY, 1);

/** Of each kind that a step meets one loan: due today and paid, due today without the money, late already, due in three days. */
const LOANS = [
  { name: '甲', paidOn: addMonths(DAY, -1), balanceFen: 100_000_00 },
  { name: '乙', paidOn: addMonths(DAY, -1), balanceFen: 0 },
  { name: '丙', paidOn: addMonths(addDays(DAY, -1), -1), balanceFen: 100_00 },
  { name: '丁', paidOn: addMonths(addDays(NEXT, 3), -1), balanceFen: 100_000_00 },
];

/** A bank at the end of that day, nobody at work; the day is over as soon as somebody is. */
export const aStillNight = (t: Cleanup): Promise<StillWorld> =>
  stillWorld(t, async (inner, world) => {
    const { db } = world;
    await db
      .insertInto('calendar.business_days')
      .values({ business_on: DAY, opened_at: instant('2029-05-14T16:00:00Z') })
      .execute();
    await setFrom(db, businessDate('2020-01-02'), { debitHours: [] });
    const { needs } = await serve(inner, world);
    for (const [i, { name, paidOn, balanceFen }] of LOANS.entries()) {
      const person = aPerson(i + 1, name);
      await world.settle(person);
      const { customer_id: customerId } = await db
        .selectFrom('identity.customers')
        .select('customer_id')
        .orderBy('customer_id', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow();
      await tell(world.controlUrl, 'PUT', '/clock', { day: paidOn });
      const { accountNo } = person;
      const who = { customerId: customerId as CustomerId, accountNo, paidOn };
      await aPaidLoan(needs, who, world.env['CORE_BANKING_URL']);
      await tell(world.controlUrl, 'PUT', `/accounts/${accountNo}`, { balanceFen });
    }
    await letPass(db, NEXT);
  });

export const letPass = (db: Db, untilOn: BusinessDate) =>
  db.updateTable('day_end.clockwork').set({ until_on: untilOn }).execute();

/** A copy of it, with the simulators' day in the server's hands. */
export async function aNight(t: Cleanup, still: StillWorld): Promise<CopiedWorld> {
  const world = await copyOf(t, still);
  return { ...world, env: { ...world.env, SANDBOX_CLOCK_URL: world.controlUrl } };
}

export const untilDay = ({ db }: Pick<CopiedWorld, 'db'>, day: BusinessDate): Promise<true> =>
  until(
    `the bank to come to ${day}`,
    async () => {
      const { rows } = await todayOf(db);
      return (rows[0]?.business_on ?? DAY) >= day ? true : undefined;
    },
    120_000,
  );

const todayOf = async (db: Db) => ({
  rows: await db
    .selectFrom('calendar.business_days')
    .select('business_on')
    .orderBy('business_on', 'desc')
    .limit(1)
    .execute(),
});
