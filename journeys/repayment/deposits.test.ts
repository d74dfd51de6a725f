import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { ApiProblem } from '@miaodai/http-api/client';
import { fen } from '@miaodai/values';
import {
  readDepositRepayment,
  readRepaymentRow,
  requestDepositRepayment,
  requestRepayment,
  runDepositLeg,
  type RepaymentId,
} from '../../server/src/lending/repayment/index.ts';
import { until } from '../kit/borrower.ts';
import { findings } from '../kit/findings.ts';
import { tell } from '../kit/introduce.ts';
import { aPerson } from '../kit/persons.ts';
import { serve } from '../kit/world.ts';
import { INSTALMENT, leasesRunOut, manyLoans, work, type Dies, type ManyLoans } from './many-loans.ts';

const PRINCIPAL = 5_000_00;
/** From 2026-08-15 to 2026-12-23, 130 days: 5,000 × 0.05 % × 130 ÷ 365 = 0.8904. */
const PAYS = 5_000_89;

type Step = { faults?: object[]; dies?: Dies; twice?: true };
type Story = {
  steps: readonly Step[];
  end: 'done' | 'redeemed' | 'pledged';
};
const at = (operation: string, fault: unknown, times = 1) => ({ system: 'core-banking', operation, fault, times });
const STORIES: Readonly<Record<string, Story>> = {
  'nothing goes wrong, on two nodes at once': {
    steps: [{ twice: true }, { twice: true }, { twice: true }],
    end: 'done',
  },
  'each answer is lost': {
    steps: [
      { faults: [at('deposit-release', 'apply-then-hang-up')] },
      { faults: [at('req-query', 'hang-up-before')] },
      {},
      { faults: [at('deposit-redeem', 'garbage')] },
      {},
      { faults: [at('transfer', 'apply-then-hang-up')], twice: true },
    ],
    end: 'done',
  },
  'the node dies around each call': {
    steps: [
      { dies: 'before calling' },
      { dies: 'after calling' },
      {},
      { dies: 'after calling' },
      { twice: true },
      { dies: 'before calling' },
      { dies: 'after calling' },
    ],
    end: 'done',
  },
  'the core is still at it, or has not seen it': {
    steps: [
      { faults: [at('deposit-release', { kind: 'processing', inquiries: 1 })] },
      {},
      { faults: [at('deposit-redeem', { kind: 'absent-then-appears', inquiries: 1 })] },
      {},
      { faults: [at('transfer', { kind: 'processing', inquiries: 1 })] },
    ],
    end: 'done',
  },
  'the core is busy, and in the end does not lift the pledge': {
    steps: [
      { faults: [at('deposit-release', { kind: 'refuse', code: '9001' })] },
      { faults: [at('deposit-release', { kind: 'refuse', code: '2532' })] },
    ],
    end: 'pledged',
  },
  'it is not paid out, and pledged again': {
    steps: [
      {},
      { faults: [at('deposit-redeem', { kind: 'refuse', code: '2535' })] },
      { faults: [at('deposit-pledge', { kind: 'refuse', code: '2533' })] },
      { dies: 'after calling' },
    ],
    end: 'pledged',
  },
  'it is paid out, and the repayment is refused': {
    steps: [{}, {}, { faults: [at('transfer', { kind: 'refuse', code: '2103' })], twice: true }],
    end: 'redeemed',
  },
};

test('whatever befalls a repayment from a deposit, the deposit, the account and the loan agree in the end', async (t) => {
  const names = Object.keys(STORIES);
  // And one for whoever asks over HTTP.
  const bank = await manyLoans(t, names.length + 1);
  for (const [i, name] of names.entries()) await t.test(name, () => play(bank, i, STORIES[name] as Story));
  await bank.world.faults([]);
  await t.test('what is refused, and what begins', (t) => overHttp(t, bank));
  assert.deepEqual(await findings(bank.world), []);
});

/** The last loan: refused in every way first, with nothing written, and then paid off out of its deposit. */
async function overHttp(t: TestContext, bank: ManyLoans): Promise<void> {
  const { world } = bank;
  const loan = bank.loans.at(-1);
  const other = bank.loans[0];
  assert(loan && other);
  const stranger = aPerson(2, '李晓红');
  await world.settle(stranger);
  const server = await serve(t, world);
  const own = server.borrower(aPerson(1, '王小明'));
  const nosy = server.borrower(stranger);
  for (const one of [own, nosy]) await one.signIn();
  await pledgeSome(world, loan, other);
  const params = { loanId: loan.loanId };
  const { deposits } = await own.api.listDeposits({ params });
  // 12,000 × 0.05 % × 130 ÷ 365 = 2.1370; 12,000 × 1.5 % = 180.
  assert.deepEqual(
    deposits.map((one) => [one.depositNo, one.paysTodayFen, one.paysAtMaturityFen, one.interestLostFen]),
    [
      ['***', 12_002_14, 12_180_00, 177_86],
      ['*****', 800_14, 812_00, 11_86],
    ],
  );
  const [big, small] = deposits;
  assert(big && small);
  const start = async (change: Partial<Wish>, { who = own, loanId = loan.loanId } = {}) => {
    const wish = { depositKey: big.depositKey, amountFen: fen(INSTALMENT), ...change };
    const transactionPassword = change.transactionPassword ?? (await who.sealPassword());
    return who.api.startDepositRepayment({ params: { loanId }, body: { ...wish, transactionPassword } });
  };
  const quote = await own.api.quoteEarlyRepayment({ params, body: {} });
  const { amountFen } = quote.outcomes[0] ?? {};
  assert(amountFen);
  // 9,180.33 is left when the first instalment, due today, is paid.
  assert.equal(amountFen, 10_030_00);
  const early = { quoteId: quote.quoteId, mode: 'pay-off' as const };
  const before = await count(bank);
  const refusals: [Parameters<typeof start>[0], Parameters<typeof start>[1], string][] = [
    [{}, { who: nosy }, 'not-found'],
    [{}, { loanId: other.loanId }, 'deposit-not-available'],
    [{ depositKey: '0'.repeat(32) }, {}, 'deposit-not-available'],
    [{ depositKey: small.depositKey }, {}, 'deposit-not-enough'],
    [{ amountFen: fen(INSTALMENT + 1) }, {}, 'repayment-above-owed'],
    [{ amountFen: fen(0) }, {}, 'repayment-below-minimum'],
    [{ amountFen: fen(10_029_99), early }, {}, 'quote-expired'],
    [{ amountFen, early: { ...early, mode: 'shorter-term' } }, {}, 'quote-expired'],
    [{ transactionPassword: await own.sealPassword('314159') }, {}, 'transaction-password-wrong'],
  ];
  for (const [change, where, refusal] of refusals) assert.equal(await codeOf(start(change, where)), refusal);
  await world.faults([at('deposit-list', 'hang-up-before')]);
  assert.equal(await codeOf(start({})), 'outside-system-silent');
  assert.equal(await codeOf(nosy.api.listDeposits({ params })), 'not-found');
  assert.equal(await count(bank), before, 'nothing is written');

  const { repaymentId } = await start({ amountFen, early });
  const another = start({ depositKey: small.depositKey, amountFen: fen(100_00) });
  assert.equal(await codeOf(another), 'loan-closed|repayment-open');
  const read = { params: { repaymentId }, query: { waitMs: 2_000 } };
  assert.equal(await codeOf(nosy.api.readDepositRepayment(read)), 'not-found');
  const done = await until('the loan to be paid off', async () => {
    const now = await own.api.readDepositRepayment(read);
    return now.state === 'done' ? now : undefined;
  });
  assert.deepEqual([done.paidOutFen, done.reason, done.depositNo], [12_002_14, null, '***']);
  assert.equal((await own.api.readLoan({ params })).state, 'closed');
  assert.equal((await own.api.listDeposits({ params })).deposits.length, 1);
}

type Pledged = ManyLoans['loans'][number];
async function pledgeSome(world: ManyLoans['world'], loan: Pledged, other: Pledged): Promise<void> {
  const deposit = { accountNo: loan.accountNo, openedOn: '2026-08-15', maturesOn: '2027-08-15' };
  await tell(world.controlUrl, 'POST', '/deposits', [
    { ...deposit, depositNo: 'BIG', principalFen: 12_000_00, pledgedForLoanNo: loan.loanNo },
    { ...deposit, depositNo: 'SMALL', principalFen: 800_00, pledgedForLoanNo: loan.loanNo },
    { ...deposit, depositNo: 'OTHERS', principalFen: 12_000_00, pledgedForLoanNo: other.loanNo },
    { ...deposit, depositNo: 'FREE', principalFen: 12_000_00 },
  ]);
}

type Wish = Parameters<ManyLoansApi['startDepositRepayment']>[0]['body'];
type ManyLoansApi = Awaited<ReturnType<typeof serve>>['borrower'] extends (person: never) => infer B
  ? B extends { api: infer Api }
    ? Api
    : never
  : never;

async function codeOf(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
    return 'done';
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    const { code } = error.problem;
    // Which of the two depends on how far the first has come.
    return code === 'loan-closed' || code === 'repayment-open' ? 'loan-closed|repayment-open' : code;
  }
}

const count = async ({ world }: ManyLoans): Promise<number> => {
  const { repayments } = await world.db
    .selectFrom('repayment.repayments')
    .select(({ fn }) => fn.countAll<number>().as('repayments'))
    .executeTakeFirstOrThrow();
  return repayments;
};

async function play(bank: ManyLoans, i: number, { steps, end }: Story): Promise<void> {
  const { world, nodes, customerId } = bank;
  const [{ inTx, vault, db }] = nodes;
  const loan = bank.loans[i];
  assert(loan);
  const { loanId, loanNo, accountNo } = loan;
  const depositNo = `DEP${i}`;
  await tell(world.controlUrl, 'PUT', `/accounts/${accountNo}`, { balanceFen: 0 });
  await tell(world.controlUrl, 'POST', '/deposits', {
    ...{ depositNo, accountNo, principalFen: PRINCIPAL, pledgedForLoanNo: loanNo },
    ...{ openedOn: '2026-08-15', maturesOn: '2027-08-15' },
  });
  const wish = { loanId, customerId, depositNo, amountFen: fen(INSTALMENT), quoted: undefined };
  const begun = await inTx((context) => requestDepositRepayment(context, vault, wish));
  assert(begun.ok);
  const { id } = begun.value;
  const second = await inTx((context) => requestRepayment(context, vault, wish));
  assert.equal(!second.ok && second.refusal, 'repayment-open');
  // Each leg takes an attempt at least, and what is lost another; then everything is in order.
  for (const { faults = [], dies, twice } of [...steps, {}, {}, {}, {}] as Step[]) {
    await world.faults(faults);
    await work(bank, runDepositLeg, id, { ...(dies && { dies }), ...(twice && { twice }) });
    await leasesRunOut(world, id);
  }
  await agree(bank, { id, depositNo, accountNo }, end);
  const told = await db
    .selectFrom('messages.messages')
    .select('kind')
    .where('about_id', '=', loanId)
    .where('kind', '<>', 'paid-out')
    .execute();
  const kind = { done: 'repaid', redeemed: 'deposit-redeemed', pledged: 'deposit-repayment-failed' }[end];
  assert.deepEqual(
    told.map((message) => message.kind),
    [kind],
  );
}

async function agree(
  { world, nodes: [{ db, vault }] }: ManyLoans,
  { id, depositNo, accountNo }: { id: RepaymentId; depositNo: string; accountNo: string },
  end: Story['end'],
): Promise<void> {
  const repayment = await readRepaymentRow(db, id);
  const saga = await readDepositRepayment(db, vault, id);
  const [deposit] = await tell<{ depositNo: string; state: string }[]>(
    world.controlUrl,
    'GET',
    `/deposits?accountNo=${accountNo}`,
  );
  const shown = {
    ...{ saga: saga?.state, money: repayment?.state, paidOutFen: saga?.paidOutFen ?? null },
    ...{ deposit: deposit?.depositNo === depositNo && deposit.state, balance: await world.coreBalance(accountNo) },
  };
  const expected = {
    done: { saga: 'done', money: 'booked', paidOutFen: PAYS, deposit: 'redeemed', balance: PAYS - INSTALMENT },
    redeemed: { saga: 'refused', money: 'refused', paidOutFen: PAYS, deposit: 'redeemed', balance: PAYS },
    pledged: { saga: 'refused', money: 'refused', paidOutFen: null, deposit: 'pledged', balance: 0 },
  };
  assert.deepEqual(shown, expected[end]);
}
