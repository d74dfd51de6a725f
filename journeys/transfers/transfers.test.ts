import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { ApiProblem } from '@miaodai/http-api/client';
import { fen } from '@miaodai/values';
import { sql } from 'kysely';
import { until, type Borrower } from '../kit/borrower.ts';
import { findings } from '../kit/findings.ts';
import { tell } from '../kit/introduce.ts';
import { cardBalance, readTransfer, startTransfer, untilMoved } from '../kit/mover.ts';
import { aPerson } from '../kit/persons.ts';
import { aWorld, serve, type World } from '../kit/world.ts';

/** What the simulators put on every account, and on every card. */
const [ON_ACCOUNT, ON_CARD] = [1_234_56, 50_000_00];

async function aBank(t: TestContext, traits: Parameters<typeof aPerson>[2] = {}) {
  const world = await aWorld(t);
  const wang = aPerson(1, '王小明', traits);
  await world.settle(wang);
  const { borrower, needs } = await serve(t, world);
  const it = borrower(wang);
  await it.signIn();
  const balances = async () => [
    await world.coreBalance(wang.accountNo),
    await cardBalance(world.controlUrl, wang.cardNo),
  ];
  return { world, wang, it, needs, balances };
}

/** Transfers of today that somebody else has settled. */
async function before({ db }: World, amounts: Partial<Record<'done' | 'sent' | 'returning' | 'refused', number>>) {
  for (const [state, amountFen] of Object.entries(amounts)) {
    await sql`
      insert into transfers.transfers (transfer_id, customer_id, direction, amount_fen, account_no_cipher, card_no_cipher,
        bank_name, clearing_account_no, state, asked_on, requested_at, settled_at)
      select gen_random_uuid(), customer_id, 'in', ${amountFen}, '', '', '', '', ${state},
        (select max(business_on) from calendar.business_days), now(), case when ${state} in ('done', 'refused') then now() end
      from identity.customers`.execute(db);
  }
}

const code = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call;
    return 'done';
  } catch (error) {
    if (error instanceof ApiProblem) return [error.problem.code, error.problem.detail].filter(Boolean).join(' ');
    throw error;
  }
};

const codeInText = async (it: Borrower, ask: () => Promise<unknown>): Promise<string> => {
  const known = (await it.texts()).length;
  await ask();
  return until('the code', async () => {
    const texts = await it.texts();
    return texts.length > known ? /验证码 (\d{6})/.exec(texts[0]?.text ?? '')?.[1] : undefined;
  });
};

test('money comes from the card and goes back to it: balances, movements, texts and journals agree', async (t) => {
  const { world, wang, it, balances } = await aBank(t);
  const terms = await it.api.readTransferTerms({});
  assert.deepEqual(
    [terms.balanceFen, terms.in.maxFen, terms.in.leftTodayFen, terms.out.maxFen, terms.card.bankName],
    [ON_ACCOUNT, 50_000_00, 200_000_00, ON_ACCOUNT, '中国工商银行'],
  );
  const into = await untilMoved(it, await startTransfer(it, { direction: 'in', amountFen: fen(5_000_00) }));
  assert.equal(into.state, 'done');
  assert.equal(into.balanceFen, ON_ACCOUNT + 5_000_00);
  assert.match(into.serialNo ?? '', /^C\d+$/);
  assert.equal(into.cardNo, '6222***********0010');
  assert.deepEqual(await balances(), [ON_ACCOUNT + 5_000_00, ON_CARD - 5_000_00]);

  const out = await untilMoved(it, await startTransfer(it, { direction: 'out', amountFen: fen(6_234_56) }));
  assert.equal(out.state, 'done');
  assert.deepEqual(await balances(), [0, ON_CARD + ON_ACCOUNT]);
  const { movements, total } = await it.api.listMovements({ query: {} });
  assert.deepEqual(
    movements.map(({ direction, amountFen, balanceFen, title, otherAccountNo }) => [
      ...[direction, amountFen, balanceFen, title, otherAccountNo],
    ]),
    [
      ['out', 6_234_56, 0, '转出至银行卡', ''],
      ['in', 5_000_00, 6_234_56, '银行卡转入', ''],
    ],
  );
  assert.equal(total, 2);
  const { transfers } = await it.api.listTransfers({});
  assert.deepEqual(
    transfers.map(({ direction, state }) => `${direction} ${state}`),
    ['out done', 'in done'],
  );
  await until('two texts', async () => ((await it.texts()).length === 2 ? true : undefined));
  assert.ok((await it.texts()).some(({ text }) => text.includes(`尾号 ${wang.cardNo.slice(-4)}`)));
  assert.deepEqual(await findings(world), []);
});

test('amounts below the least, above the most, above today’s rest and above the balance are refused before any password', async (t) => {
  const { world, it, balances } = await aBank(t);
  const start = (direction: 'in' | 'out', amountFen: number, smsCode = '000000') =>
    code(
      it.api.startTransfer({
        body: { direction, amountFen: fen(amountFen), smsCode, transactionPassword: 'nonsense' },
      }),
    );
  assert.equal(await start('in', 99), 'transfer-below-minimum 每笔最低 1.00 元');
  assert.equal(await start('in', 50_000_01), 'transfer-above-limit 每笔最高 50,000.00 元');
  assert.equal(await start('out', ON_ACCOUNT + 1), 'balance-insufficient 可用余额 1,234.56 元');
  // What went before today, and is on its way, counts; what was refused does not.
  await before(world, { done: 99_999_99, sent: 50_000_00, returning: 50_000_00, refused: 50_000_00 });
  assert.equal(await start('in', 2), 'transfer-below-minimum 每笔最低 1.00 元');
  assert.equal(await start('in', 2_00), 'transfer-above-daily-limit 今天还可转 0.01 元');
  assert.deepEqual(await balances(), [ON_ACCOUNT, ON_CARD]);
});

test('transfers at once never pass today’s limit together, nor do their right passwords lock', async (t) => {
  const { world, wang, it } = await aBank(t);
  await tell(world.controlUrl, 'PUT', `/cards/${wang.cardNo}`, { balanceFen: 1_000_000_00 });
  await before(world, { done: 160_000_00 });
  const said = await Promise.all(
    Array.from({ length: 8 }, () => code(startTransfer(it, { direction: 'in', amountFen: fen(20_000_00) }))),
  );
  assert.deepEqual(said.toSorted(), [
    ...Array<string>(2).fill('done'),
    ...Array<string>(6).fill('transfer-above-daily-limit 今天还可转 0.00 元'),
  ]);
});

test('a wrong transaction password moves nothing and counts; above an amount a code for that very amount is needed', async (t) => {
  const { it, balances } = await aBank(t);
  const wrong = async () =>
    code(
      it.api.startTransfer({
        body: { direction: 'in', amountFen: fen(1_00), transactionPassword: await it.sealPassword('314159') },
      }),
    );
  assert.equal(await wrong(), 'transaction-password-wrong 还可以尝试 4 次');
  const big = { direction: 'in', amountFen: fen(20_000_01) } as const;
  assert.equal(await code(startTransfer(it, big)), 'sms-code-needed');
  const smsCode = await codeInText(it, () => it.api.requestTransferCode({ body: big }));
  assert.equal(await code(startTransfer(it, { ...big, amountFen: fen(20_000_02) }, smsCode)), 'sms-code-expired');
  assert.deepEqual(await balances(), [ON_ACCOUNT, ON_CARD]);
  assert.equal((await untilMoved(it, await startTransfer(it, big, smsCode))).state, 'done');
  assert.deepEqual(await balances(), [ON_ACCOUNT + 20_000_01, ON_CARD - 20_000_01]);
  assert.equal(await code(startTransfer(it, big, smsCode)), 'sms-code-expired');
});

test('what the card refuses moves nothing; what the core refuses after the card has paid goes back to the card', async (t) => {
  const { world, wang, it, balances } = await aBank(t);
  await tell(world.controlUrl, 'PUT', `/cards/${wang.cardNo}`, { balanceFen: 10_00 });
  const poor = await untilMoved(it, await startTransfer(it, { direction: 'in', amountFen: fen(10_01) }));
  assert.deepEqual([poor.state, poor.reason], ['refused', '银行卡余额不足，资金没有变动']);
  await tell(world.controlUrl, 'PUT', '/faults', [
    { system: 'core-banking', operation: 'transfer', fault: { kind: 'refuse', code: '2203' } },
    { system: 'card-network', operation: 'pay', fault: { kind: 'refuse', code: '91' } },
  ]);
  const asked = await startTransfer(it, { direction: 'in', amountFen: fen(10_00) });
  await until('the way back', async () =>
    (await readTransfer(it, asked, 500)).state === 'returning' ? true : undefined,
  );
  const back = await untilMoved(it, asked);
  assert.deepEqual([back.state, back.reason], ['refused', '电子账户已冻结，资金已退回']);
  assert.deepEqual(await balances(), [ON_ACCOUNT, 10_00]);
  await until('the text', async () => (await it.texts()).find(({ text }) => text.includes('已退回原账户')));
  assert.deepEqual(await findings(world), []);
});

test('what the card cannot take goes back to the account; while nobody takes it, it is on its way back and a person knows', async (t) => {
  const { world, wang, it, balances } = await aBank(t);
  // Restricted, and the account closed just then: neither side takes the money.
  await tell(world.controlUrl, 'PUT', '/faults', [
    { system: 'card-network', operation: 'pay', fault: { kind: 'refuse', code: '62' } },
    {
      ...{ system: 'core-banking', operation: 'transfer', match: { TO_ACCT: wang.accountNo } },
      fault: { kind: 'refuse', code: '2203' },
    },
  ]);
  const asked = await startTransfer(it, { direction: 'out', amountFen: fen(234_56) });
  const stuck = await until('a person who knows', async () => {
    const open = await world.db.selectFrom('cases.cases').select('reason').where('closed_at', 'is', null).execute();
    return open.length > 0 ? open : undefined;
  });
  assert.deepEqual(stuck, [{ reason: 'the way back was refused: payee-frozen' }]);
  const now = await readTransfer(it, asked, 0);
  assert.deepEqual([now.state, now.reason], ['returning', '银行卡被发卡银行限制交易，资金正在退回']);
  // Minutes later it is tried again, under another number.
  await world.database.connections.query(
    `update pgboss.job set start_after = now() where name = 'transfer.leg-begun' and state = 'created'`,
  );
  const back = await untilMoved(it, asked);
  assert.deepEqual([back.state, back.reason], ['refused', '银行卡被发卡银行限制交易，资金已退回']);
  assert.deepEqual(await balances(), [ON_ACCOUNT, ON_CARD]);
  const open = await world.db.selectFrom('cases.cases').select('reason').where('closed_at', 'is', null).execute();
  assert.deepEqual(open, []);
  await until('the text', async () => (await it.texts()).find(({ text }) => text.includes('已退回原账户')));
  assert.deepEqual(await findings(world), []);
});

test('an account that may not pay says so before the page opens, and nothing is asked of anybody', async (t) => {
  const { world, wang, it } = await aBank(t);
  for (const [state, into, out] of [
    ['frozen', false, false],
    ['credit-only', true, false],
    ['not-active', false, false],
    ['closed', false, false],
  ] as const) {
    await tell(world.controlUrl, 'PUT', `/accounts/${wang.accountNo}`, { state });
    const terms = await it.api.readTransferTerms({});
    assert.deepEqual([terms.in.ok, terms.out.ok], [into, out], state);
    assert.equal(await code(startTransfer(it, { direction: 'out', amountFen: fen(1_00) })), 'account-not-ready');
  }
  assert.deepEqual(await world.transfersAtTheCore(), []);
});

test('movements are told for a year at most, and only by days in order', async (t) => {
  const { it } = await aBank(t);
  const list = (from: string, to: string) => code(it.api.listMovements({ query: { from, to } as never }));
  assert.equal(await list('2025-11-23', '2026-11-23'), 'done');
  assert.match(await list('2025-11-22', '2026-11-23'), /^invalid-input/);
  assert.match(await list('2026-11-24', '2026-11-23'), /^invalid-input/);
});
