import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDate } from '@miaodai/values';
import { settings } from '../../seed/defaults.ts';
import { blocksOf, keepsOf, type Standing } from './closure.rules.ts';
import { countRecords, exportPage } from './personal-data.rules.ts';

const free: Standing = {
  known: true,
  hasAccount: true,
  balanceFen: 0,
  accountIsNormal: true,
  requestsOpen: false,
  transfersOpen: false,
  loansOpen: 0,
  applicationUnderWay: false,
  hasBorrowed: false,
};
const today = businessDate('2026-11-23');

test('each thing that is unfinished stands against leaving, and all of them are told at once', () => {
  const unfinished: [Partial<Standing>, string][] = [
    [{ loansOpen: 1 }, 'open-loans'],
    [{ applicationUnderWay: true }, 'application-under-way'],
    [{ transfersOpen: true }, 'transfers-open'],
    [{ requestsOpen: true }, 'account-requests-open'],
    [{ balanceFen: 1 }, 'balance-left'],
    [{ accountIsNormal: false }, 'account-not-normal'],
  ];
  assert.deepEqual(blocksOf(free), []);
  for (const [change, reason] of unfinished)
    assert.deepEqual(
      blocksOf({ ...free, ...change }).map((block) => block.reason),
      [reason],
    );
  const all = Object.assign({ ...free }, ...unfinished.map(([change]) => change)) as Standing;
  assert.equal(blocksOf(all).length, unfinished.length);
});

test('ten years for who they were and what they did; somebody who was never known leaves only what they agreed to and were told', () => {
  const kept = (standing: Standing) => keepsOf(standing, today, settings).map(({ kept: what, until }) => [what, until]);
  const always = [
    ['consents', '2031-11-23'],
    ['messages', '2027-11-23'],
    // 200 days: 7 to the end of November, then 31 + 31 + 28 + 31 + 30 + 31 make 189, and 11 in June.
    ['security-log', '2027-06-11'],
  ];
  assert.deepEqual(kept(free), [['identity', '2036-11-23'], ['trade', '2036-11-23'], ...always]);
  assert.deepEqual(kept({ ...free, known: false, hasAccount: false }), always);
  assert.deepEqual(kept({ ...free, hasAccount: false, hasBorrowed: true })[1], ['trade', '2036-11-23']);
});

test('the page of an export shows every value as text, whatever it holds, and loads nothing', () => {
  const sections = [
    {
      name: 'a',
      title: '身份',
      purpose: '核实',
      records: [{ 姓名: '<script>alert(1)</script>', 备注: `"'&`, 有: true, 无: null }],
    },
    { name: 'b', title: '空', purpose: '没有', records: [] },
  ];
  assert.equal(countRecords(sections), 1);
  const page = exportPage(sections, '2026-11-23 09:00');
  assert.ok(!page.includes('<script>'));
  assert.ok(page.includes('&#60;script&#62;alert(1)&#60;/script&#62;'));
  assert.ok(page.includes('&#34;&#39;&#38;'));
  assert.ok(page.includes('<td>是</td>') && page.includes('<td>—</td>') && page.includes('没有记录'));
  assert.ok(!/src=|href=|url\(/.test(page));
});
