import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

type Answer = { status: number | null; out: string; err: string };

function run(command: 'schedule' | 'apr', argument: string | undefined, stdin = ''): Answer {
  const file = fileURLToPath(new URL(`./${command}.ts`, import.meta.url));
  const args = argument === undefined ? [file] : [file, argument];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { input: stdin, encoding: 'utf8' });
  return { status, out: stdout, err: stderr };
}

const TERMS = {
  method: 'equal-instalment',
  principalFen: 10_000_00,
  annualRatePpm: 36_000,
  periods: 12,
  dayCount: 'monthly',
  disbursedOn: '2026-01-15',
};

test('schedule prints the plan with both rates as one line of JSON', () => {
  const { status, out, err } = run(
    'schedule',
    JSON.stringify({ ...TERMS, method: 'interest-only', periods: 1, dueDay: 15 }),
  );
  assert.equal(err, '');
  assert.equal(status, 0);
  assert.equal(out.trim().split('\n').length, 1);
  const { aprPpm, irrPpm, ...plan } = JSON.parse(out) as Record<string, unknown>;
  assert.deepEqual(plan, {
    levelPaymentFen: null,
    rows: [
      {
        no: 1,
        dueOn: '2026-02-15',
        days: 31,
        principalFen: 10_000_00,
        interestFen: 30_00,
        totalFen: 10_030_00,
        balanceFen: 0,
      },
    ],
    totalInterestFen: 30_00,
  });
  assert.equal(aprPpm, 36_000);
  assert.equal(irrPpm, 35_899); // 1.003^(365/31) = e^(0.002995509 × 11.7741935) = e^0.0352697 = 1.0358991
});

test('schedule reads stdin where there is no argument', () => {
  const { status, out } = run('schedule', undefined, JSON.stringify(TERMS));
  assert.equal(status, 0);
  assert.equal((JSON.parse(out) as { levelPaymentFen: number }).levelPaymentFen, 849_67);
});

test('apr takes flows in any order and prints both rates', () => {
  const flows = [
    { on: '2027-01-01', amountFen: -110_00 },
    { on: '2026-01-01', amountFen: 60_00 },
    { on: '2026-01-01', amountFen: 40_00 },
  ];
  const { status, out } = run('apr', JSON.stringify({ flows }));
  assert.equal(status, 0);
  assert.deepEqual(JSON.parse(out), { effectivePpm: 100_000, nominalMonthlyPpm: 95_690 }); // 12 × (1.1^(1/12) − 1)
});

const refused: [what: string, command: 'schedule' | 'apr', input: unknown, code: string, path: string][] = [
  ['no JSON', 'schedule', undefined, 'not-json', ''],
  ['a list', 'schedule', [], 'not-an-object', ''],
  ['a missing key', 'schedule', { ...TERMS, periods: undefined }, 'missing', 'periods'],
  ['an unknown key', 'schedule', { ...TERMS, fee: 1 }, 'unknown-key', 'fee'],
  ['an amount as text', 'schedule', { ...TERMS, principalFen: '100' }, 'not-an-integer', 'principalFen'],
  ['half a fen', 'schedule', { ...TERMS, principalFen: 0.5 }, 'not-an-integer', 'principalFen'],
  ['a negative amount', 'schedule', { ...TERMS, principalFen: -1 }, 'principal-out-of-range', 'principalFen'],
  ['a day that is none', 'schedule', { ...TERMS, disbursedOn: '2026-2-1' }, 'not-a-date', 'disbursedOn'],
  ['a null due day', 'schedule', { ...TERMS, dueDay: null }, 'not-an-integer', 'dueDay'],
  ['601 periods', 'schedule', { ...TERMS, periods: 601 }, 'periods-out-of-range', 'periods'],
  [
    'due before paid out',
    'schedule',
    { ...TERMS, firstDueOn: '2026-01-14' },
    'first-due-not-after-payout',
    'firstDueOn',
  ],
  ['flows that are none', 'apr', { flows: 'x' }, 'not-a-list', 'flows'],
  ['a flow of text', 'apr', { flows: [{ on: '2026-01-01', amountFen: '1' }] }, 'not-an-integer', 'flows[0].amountFen'],
  ['flows one way', 'apr', { flows: [{ on: '2026-01-01', amountFen: 1 }] }, 'no-sign-change', 'flows'],
  ['a bad day', 'apr', { flows: [{ on: '2026-13-01', amountFen: 1 }] }, 'not-a-date', 'flows[0].on'],
];
for (const [what, command, input, code, path] of refused)
  test(`${command}, ${what}: exit code 2 and one line that says where`, () => {
    const { status, out, err } = run(command, input === undefined ? '{' : JSON.stringify(input));
    assert.equal(status, 2);
    assert.equal(out, '');
    const problem = JSON.parse(err) as { code: string; message: string; path: string };
    assert.deepEqual([problem.code, problem.path], [code, path]);
    assert.notEqual(problem.message, '');
  });
