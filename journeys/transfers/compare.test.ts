import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { addDays, businessDate, fen } from '@miaodai/values';
import { sql } from 'kysely';
import pg from 'pg';
import { compareTransfers } from '../../server/src/customer/transfers/index.ts';
import { setFrom } from '../../server/src/seed/seed-bank.ts';
import { lastFirst } from '../../server/test-kit/cleanup.ts';
import { startTransfer, untilMoved } from '../kit/mover.ts';
import { aPerson } from '../kit/persons.ts';
import { aWorld, serve } from '../kit/world.ts';

const CARDS = { system: 'card-network', operation: 'settlements' };
const CORE = { system: 'core-banking', operation: 'journal' };

/** A bank on whose day money went in and out once, and what comparing that day finds. */
async function aBank(t: TestContext) {
  const world = await aWorld(t);
  const { db, database } = world;
  await setFrom(db, businessDate('2020-01-02'), { compareDaysBack: 3 });
  const wang = aPerson(1, '王小明');
  await world.settle(wang);
  const { borrower, needs } = await serve(t, world);
  const it = borrower(wang);
  await it.signIn();
  const into = await untilMoved(it, await startTransfer(it, { direction: 'in', amountFen: fen(5_000_00) }));
  const out = await untilMoved(it, await startTransfer(it, { direction: 'out', amountFen: fen(1_000_00) }));
  assert.deepEqual([into.state, out.state], ['done', 'done']);
  const day = businessDate(await today());

  async function today(): Promise<string> {
    const { rows } = await sql<{ day: string }>`select max(business_on) as day from calendar.business_days`.execute(db);
    return rows[0]?.day ?? '';
  }
  const nextDay = async () =>
    sql`insert into calendar.business_days values (${addDays(businessDate(await today()), 1)}, now())`.execute(db);
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  lastFirst(t).after(() => owner.end());
  const again = () => owner.query('delete from transfers.comparisons');
  const compare = () =>
    compareTransfers(
      { ...needs, knownElsewhere: () => Promise.resolve(new Set()) },
      { subject: 'transfers.compare', completeIn: () => Promise.resolve() },
    );
  /** What has become a case since the last look, without the numbers. */
  let known = 0;
  const news = async () => {
    const rows = await db
      .selectFrom('cases.cases')
      .select(['kind', 'reason'])
      .where('kind', 'in', ['transfer-mismatch', 'journal-not-compared'])
      .orderBy('case_id')
      .execute();
    const found = rows.slice(known).map(({ reason }) => reason.replace(/，(编号|流水号).*$/, ''));
    known = rows.length;
    return found.toSorted();
  };
  const comparisons = async () => {
    const { rows } = await sql<{ of: string }>`
      select concat_ws(' ', system, business_on - ${day}::date, lines, open_legs) as of
      from transfers.comparisons
      where lines > 0 or open_legs > 0
      order by system`.execute(db);
    return rows.map(({ of }) => of);
  };
  const found = async (...faults: object[]) => {
    await again();
    // The days before come first; the faults are for the day with transfers on it.
    const match = (fault: object) =>
      'system' in fault && fault.system === 'card-network' ? { settle_date: day } : { ACCT_DATE: day };
    await world.faults(faults.map((fault) => ({ match: match(fault), ...fault })));
    await compare();
    return news();
  };

  return { db, owner, day, nextDay, compare, news, comparisons, found };
}

test('each kind of difference between our legs and their journals is found once, and a good day has none', async (t) => {
  const { db, owner, day, nextDay, compare, news, comparisons, found } = await aBank(t);
  await compare();
  assert.deepEqual([await news(), await comparisons()], [[], []], 'today is not over');
  await nextDay();
  assert.deepEqual(await found(), []);
  assert.deepEqual(await comparisons(), ['card-network 0 2 0', 'core-banking 0 2 0']);

  const is = (words: string) => `${day} ${words}`;
  const [cards, core] = [is('卡清算网络对账：'), is('核心对账：')];
  assert.deepEqual(await found({ ...CARDS, fault: 'extra-line' }, { ...CORE, fault: 'extra-line' }), [
    ...[`${cards}对方有此笔，本行没有`, `${core}对方有此笔，本行没有`].toSorted(),
  ]);
  assert.deepEqual(await found({ ...CARDS, fault: 'extra-line' }), [], 'once, however often the day is compared');
  assert.deepEqual(await found({ ...CARDS, fault: 'missing-line' }, { ...CORE, fault: 'missing-line' }), [
    ...[`${cards}本行已完成，对方没有此笔`, `${core}本行已完成，对方没有此笔`].toSorted(),
  ]);
  assert.deepEqual(await found({ ...CARDS, fault: 'duplicate-line' }, { ...CORE, fault: 'duplicate-line' }), [
    ...[`${cards}同一编号对方动账两次`, `${core}同一编号对方动账两次`].toSorted(),
  ]);

  // Half of what they say is none of it: the day stays to be compared, and a person hears of it when it grows old.
  assert.deepEqual(await found({ ...CARDS, times: 9, fault: 'truncated-json' }), []);
  assert.deepEqual(await comparisons(), ['core-banking 0 2 0']);
  await nextDay();
  assert.deepEqual(
    (await found({ ...CARDS, times: 9, fault: 'truncated-json' })).map((words) => words.replace(/：.*/, '')),
    [is('card-network 的流水一直没有取到，未能对账')],
  );
  assert.deepEqual(await found(), []);
  const open = await db
    .selectFrom('cases.cases')
    .select('kind')
    .where('kind', '=', 'journal-not-compared')
    .where('closed_at', 'is', null)
    .execute();
  assert.deepEqual(open, [], 'compared since');

  // What we have is what may be wrong, too.
  await owner.query(`update transfers.transfers set amount_fen = amount_fen + 1 where direction = 'out'`);
  assert.deepEqual(
    await found(),
    [`${cards}双方金额、账卡号、日期或流水号不一致`, `${core}双方金额、账卡号、日期或流水号不一致`].toSorted(),
  );
  await owner.query(`update transfers.transfers set amount_fen = amount_fen - 1 where direction = 'out'`);
  await owner.query(
    `update transfers.legs set state = 'refused' where step = 'give' and transfer_id in (select transfer_id from transfers.transfers where direction = 'out')`,
  );
  assert.deepEqual(await found(), [`${cards}本行记为失败，对方已动账`]);
  await owner.query(`update transfers.legs set state = 'open', serial_no = null where state = 'refused'`);
  assert.deepEqual(await found(), []);
  assert.deepEqual(await comparisons(), ['card-network 0 2 1', 'core-banking 0 2 0'], 'an open leg is looked at again');
  await owner.query(`update transfers.legs set state = 'refused' where state = 'open'`);
  await compare();
  assert.deepEqual(await comparisons(), ['card-network 0 2 0', 'core-banking 0 2 0']);
});
