import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProblemCode } from '@miaodai/http-api/problems';
import { ANSWERS } from '../kit/borrower.ts';
import { aPerson } from '../kit/persons.ts';
import { untouched } from '../kit/untouched.ts';
import { aDoor } from './door.ts';
import { answerIn, assertProblem, type Ask } from './visitor.ts';
import { textsFor, walkTo, WRITE_NAMES, writes } from './walk.ts';

const wang = aPerson(1, '王小明');

/** JSON texts that are no whole amount of fen within a hundred million yuan. */
const NO_AMOUNTS = [
  ...[
    '-1',
    '-5000000',
    '-0.01',
    '0.5',
    '5000000.5',
    '1e-7',
    '1e30',
    '-1e30',
    '1e308',
    '9007199254740992',
    '9007199254740993',
  ],
  ...[
    '10000000001',
    '"5000000"',
    '"5e6"',
    '"NaN"',
    '"Infinity"',
    '""',
    'null',
    'true',
    'false',
    '[]',
    '[5000000]',
    '{}',
  ],
  ...['{"fen":5000000}', '{"valueOf":5000000}', '"5000000; drop table"'],
];

test('an amount is a whole number of fen, and nothing else', async (t) => {
  const { world, visitors } = await aDoor(t, wang);
  const [visitor] = visitors;
  const money = await walkTo(visitor.borrower, 'money');
  const { saveMoney } = writes(money, await textsFor(visitor.borrower));
  const income = (name: string, json: string): Ask => ({
    ...saveMoney,
    raw: `{"version":${money.version},"complete":false,"answers":{"${name}":${json}}}`,
  });
  await untouched(world.db, 'an income that is no amount', async () => {
    for (const name of ['monthlyIncomeFen', 'monthlyExpenseFen', 'monthlyDebtFen']) {
      for (const json of [...NO_AMOUNTS, '50000001']) {
        const problem = assertProblem(await visitor.send(income(name, json)), 'invalid-input', `${name} ${json}`);
        assert.deepEqual((problem['fields'] as { path: string }[])[0]?.path, `answers.${name}`);
      }
    }
    assertProblem(await visitor.send(income('monthlyIncomeFen', '1')), 'invalid-input', 'an income of a fen');
  });
  const { chooseAmount } = writes(await walkTo(visitor.borrower, 'amount'), await textsFor(visitor.borrower));
  await untouched(world.db, 'a loan of what is no amount', async () => {
    for (const json of NO_AMOUNTS) {
      const said = await visitor.send({ ...chooseAmount, raw: `{"amountFen":${json}}` });
      const problem = assertProblem(said, 'invalid-input', json);
      assert.equal((problem['fields'] as { path: string }[])[0]?.path, 'amountFen');
    }
  });
});

test('no amount but a multiple of a hundred yuan between the least and the limit is lent', async (t) => {
  const { world, visitors } = await aDoor(t, wang);
  const [visitor] = visitors;
  // Approved are 63,500.00: see the story of the whole line.
  const at = await walkTo(visitor.borrower, 'amount');
  const ask = writes(at, await textsFor(visitor.borrower)).chooseAmount;
  const refused: [amountFen: number, code: ProblemCode, detail: string][] = [
    [0, 'below-minimum', '最低可借 1,000.00 元'],
    [1, 'below-minimum', '最低可借 1,000.00 元'],
    [900_00, 'below-minimum', '最低可借 1,000.00 元'],
    [999_99, 'below-minimum', '最低可借 1,000.00 元'],
    [1_000_01, 'not-a-multiple', '借款金额应为 100.00 元的整数倍'],
    [63_450_00, 'not-a-multiple', '借款金额应为 100.00 元的整数倍'],
    [63_500_01, 'above-limit', '最高可借 63,500.00 元'],
    [63_600_00, 'above-limit', '最高可借 63,500.00 元'],
    [500_000_00, 'above-limit', '最高可借 63,500.00 元'],
    [100_000_000_00, 'above-limit', '最高可借 63,500.00 元'],
  ];
  await untouched(world.db, 'an amount out of bounds', async () => {
    for (const [amountFen, code, detail] of refused) {
      const problem = assertProblem(await visitor.send({ ...ask, body: { amountFen } }), code, String(amountFen));
      assert.equal(problem['detail'], detail);
    }
  });
  const chosen = answerIn(await visitor.send({ ...ask, body: { amountFen: 63_500_00 } }));
  assert.deepEqual([chosen.step, chosen.amountFen], ['use-of-funds', 63_500_00]);
});

test('a field that is missing, unknown or of another type is refused with its name', async (t) => {
  const { world, visitors } = await aDoor(t, wang);
  const [visitor] = visitors;
  const at = await walkTo(visitor.borrower, 'about-you');
  const asks = writes(at, await textsFor(visitor.borrower));
  const strangers: unknown[] = [null, 1, -1, true, '', 'x', [], {}, [1], { a: 1 }];
  await untouched(world.db, 'a body out of form', async () => {
    for (const name of WRITE_NAMES) {
      const { body } = asks[name];
      if (body === undefined) continue;
      const refuse = async (changed: object, path: string) => {
        const problem = assertProblem(
          await visitor.send({ ...asks[name], body: changed }),
          'invalid-input',
          `${name} ${path}`,
        );
        return (problem['fields'] as { path: string; message: string }[]).map((field) => field.path);
      };
      assert.deepEqual(await refuse({ ...body, isAdmin: true }, 'unknown'), ['']);
      for (const [field, value] of Object.entries(body as Record<string, unknown>)) {
        const { [field]: _, ...rest } = body as Record<string, unknown>;
        assert.deepEqual(await refuse(rest, field), [field]);
        for (const stranger of strangers) {
          const sameType = typeof stranger === typeof value && !Array.isArray(stranger) && stranger !== null;
          if (!sameType) await refuse({ ...body, [field]: stranger }, `${field}=${JSON.stringify(stranger)}`);
        }
      }
    }
  });
});

test('an answer is one of those that the page offers', async (t) => {
  const { world, visitors } = await aDoor(t, wang);
  const [visitor] = visitors;
  const at = await walkTo(visitor.borrower, 'money');
  const asks = writes(at, await textsFor(visitor.borrower));
  const { version } = at;
  const wrongAboutYou: [string, unknown][] = [
    ...['maritalStatus', 'education', 'position', 'housing'].flatMap((name): [string, unknown][] =>
      ['', 'Married', 'toString', '__proto__', 'constructor', 0, ['married'], null, { single: '未婚' }].map((v) => [
        name,
        v,
      ]),
    ),
    ...['', '北京', '门'.repeat(81), '        ', 12_345_678, ['北京市东城区安定路 1 号'], null].map(
      (v): [string, unknown] => ['residenceAddress', v],
    ),
    ...['', '部', '部'.repeat(41), ' 部 ', null].map((v): [string, unknown] => ['department', v]),
    ['isAdmin', true],
    ['toString', 'x'],
  ];
  const wrongMoney: [string, unknown][] = [
    ...[0, 7, 13, 48, 360, 361, -12, 12.5, 1e30, '12', null, [12]].map((v): [string, unknown] => ['termMonths', v]),
    ...['', 'housing', 'RENOVATION', 'renovation ', "renovation'--", 'stock-trading', 7, null].map(
      (v): [string, unknown] => ['purpose', v],
    ),
    ['amountFen', 1],
  ];
  await untouched(world.db, 'an answer that nobody offers', async () => {
    for (const [ask, wrong] of [
      [asks.saveAboutYou, wrongAboutYou],
      [asks.saveMoney, wrongMoney],
    ] as const) {
      for (const [name, value] of wrong) {
        const body = { version, complete: false, answers: { [name]: value } };
        const problem = assertProblem(
          await visitor.send({ ...ask, body }),
          'invalid-input',
          `${name} ${JSON.stringify(value)}`,
        );
        assert.match((problem['fields'] as { path: string }[])[0]?.path ?? '', /^answers/);
      }
    }
    const body = { version, complete: true, answers: { monthlyIncomeFen: 12_000_00 } };
    assertProblem(await visitor.send({ ...asks.saveMoney, body }), 'answers-incomplete');
    for (const seen of [version - 1, version + 1, 0, -1]) {
      const stale = { version: seen, complete: false, answers: ANSWERS.money };
      assertProblem(await visitor.send({ ...asks.saveMoney, body: stale }), 'draft-changed', String(seen));
    }
  });
});

test('the employee number is eight digits', async (t) => {
  const { world, visitors } = await aDoor(t, wang);
  const [visitor] = visitors;
  const at = await walkTo(visitor.borrower, 'identity');
  const ask = writes(at, await textsFor(visitor.borrower)).identify;
  await untouched(world.db, 'an employee number out of form', async () => {
    const wrong = [
      '',
      '8000001',
      '800000111',
      '8000001a',
      '８００００１１１',
      '80 00011',
      '-8000011',
      "8000'--1",
      80_000_011,
      null,
      ['80000011'],
    ];
    for (const erpNo of wrong) {
      assertProblem(await visitor.send({ ...ask, body: { erpNo } }), 'invalid-input', JSON.stringify(erpNo));
    }
  });
  const params = { applicationId: at.applicationId };
  const { identity } = await visitor.borrower.api.readApplication({ params, query: {} });
  assert.equal(identity.triesLeft, 5);
});

test('nobody agrees to a text other than the one in force', async (t) => {
  const { world, visitors } = await aDoor(t, wang);
  const [visitor] = visitors;
  const { borrower } = visitor;
  const outdated = async (ask: Ask) => {
    const body = ask.body as Record<string, string>;
    const other = 'cd'.repeat(32);
    const proofs = Object.keys(body).filter((name) => name !== 'faceAttemptId' && name !== 'transactionPassword');
    for (const changed of proofs) {
      const value = changed === 'version' ? '2026-2' : other;
      const said = await visitor.send({ ...ask, body: { ...body, [changed]: value } });
      assertProblem(said, 'agreement-outdated', `${ask.path} ${changed}`);
    }
    for (const hash of ['', 'x', other.toUpperCase(), other.slice(1), `${other}0`, `${other}\n`]) {
      const hashes = Object.fromEntries(proofs.map((name) => [name, name === 'version' ? '2026-1' : hash]));
      assertProblem(
        await visitor.send({ ...ask, body: { ...body, ...hashes } }),
        'invalid-input',
        JSON.stringify(hash),
      );
    }
  };
  const swapped = async (ask: Ask, body: object) =>
    assertProblem(await visitor.send({ ...ask, body }), 'agreement-outdated');
  const texts = await (await visitor.borrower.signIn(), textsFor(borrower));

  let at = await walkTo(borrower, 'employee-information-agreement');
  let asks = writes(at, texts);
  await untouched(world.db, 'an outdated agreement', async () => {
    await outdated(asks.agreeToEmployeeInformation);
    await swapped(asks.agreeToEmployeeInformation, texts['credit-report']);
  });
  at = await walkTo(borrower, 'credit-report-agreement');
  await untouched(world.db, 'an outdated agreement', () => outdated(asks.agreeToCreditReport));
  at = await walkTo(borrower, 'face-check');
  await untouched(world.db, 'an outdated consent', () => outdated(asks.checkFace));

  at = await walkTo(borrower, 'use-of-funds');
  const { version, textHash } = await borrower.api.readUseOfFunds({ params: { applicationId: at.applicationId } });
  asks = writes(at, texts);
  const declare = { ...asks.declareUseOfFunds, body: { version, textHash } };
  await untouched(world.db, 'an outdated declaration', () => outdated(declare));

  at = await walkTo(borrower, 'contract');
  const params = { contractId: at.contractId ?? '' };
  const { document, costStatement } = await borrower.api.readContract({ params, query: {} });
  const { confirmCostStatement, agreeContract } = writes(at, texts);
  const transactionPassword = await borrower.sealPassword();
  await untouched(world.db, 'another cost statement', async () => {
    await outdated({ ...confirmCostStatement, body: { costStatementHash: costStatement.textHash } });
    await swapped(confirmCostStatement, { costStatementHash: document.textHash });
  });
  await borrower.api.confirmCostStatement({ params, body: { costStatementHash: costStatement.textHash } });
  await untouched(world.db, 'another contract', async () => {
    await outdated({ ...agreeContract, body: { textHash: document.textHash, transactionPassword } });
    await swapped(agreeContract, { textHash: costStatement.textHash, transactionPassword });
  });
});
