import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fen } from '@miaodai/values';
import {
  readDepositRepayment,
  readRepaymentRow,
  requestDepositRepayment,
  requestRepayment,
  runDepositLeg,
  type RepaymentId,
} from '../../server/src/lending/repayment/index.ts';
import { findings } from '../kit/findings.ts';
import { tell } from '../kit/introduce.ts';
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
  'another deposit is answered about, and the pledge is not lifted in the end': {
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
  const bank = await manyLoans(t, names.length);
  for (const [i, name] of names.entries()) await t.test(name, () => play(bank, i, STORIES[name] as Story));
  await bank.world.faults([]);
  assert.deepEqual(await findings(bank.world), []);
});

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
