/**
 * `npm run demo`, after the payout: the sandbox's days go by until the first instalment has been debited; then the loan is repaid early, as
 * quoted. What each night found when it laid books and loans beside each other is said at the end.
 */
import { addDays, daysBetween, fen, minuteInShanghai, yuanDisplay, type BusinessDate } from '@miaodai/values';
import type { Answer, CustomerOperations } from '@miaodai/http-api';
import { until, type Borrower } from '../journeys/kit/borrower.ts';
import { Clerk, demoStaff } from '../journeys/kit/staff.ts';
import { entriesAbout } from './demo-entries.ts';
import type { Sandbox } from './sandbox-file.ts';

type Loan = Answer<CustomerOperations['readLoan']>;
type Attempt = Answer<CustomerOperations['readRepaymentAttempt']>;
type Tools = {
  say: (text?: string) => void;
  step: <T>(name: string, work: () => Promise<T>, tell?: (result: T) => string) => Promise<T>;
};

const MODES = { 'shorter-term': '缩短期限', 'lower-instalment': '减少月供', 'pay-off': '全部结清' } as const;
/** A month of days, on a machine that is busy. */
const LONGEST_MS = 300_000;

export async function later(sandbox: Sandbox, borrower: Borrower, loan: Loan, { say, step }: Tools): Promise<void> {
  const { api } = borrower;
  const clerk = new Clerk(sandbox.url, demoStaff.operator);
  await clerk.signIn();
  const [first] = loan.rows;
  const { today: from } = await clerk.api.readDayEnd({ query: {} });
  const to = addDays(first?.dueOn ?? from, 1);

  say(`\n推进沙箱的业务日期（整个沙箱一起前进，不能退回）`);
  await step(
    `${daysBetween(from, to)} 个日终：${from} → ${to}`,
    () => pass(clerk, to),
    (seconds) => `每个 ${(seconds / daysBetween(from, to)).toFixed(2)} 秒`,
  );
  const debited = await step('到期日自动扣款', () => firstDebit(borrower, loan.loanId), told);

  const quote = await step(
    '试算提前还款 10,000 元',
    () => api.quoteEarlyRepayment({ params: { loanId: loan.loanId }, body: { principalFen: fen(10_000_00) } }),
    ({ validUntil }) => `有效至 ${minuteInShanghai(validUntil)}`,
  );
  for (const outcome of quote.outcomes) {
    const { mode, amountFen, interestSavedFen, instalmentsBefore, instalmentsAfter } = outcome;
    say(
      `            ${MODES[mode]}  今天还 ${yuanDisplay(amountFen)}  省息 ${yuanDisplay(interestSavedFen)}  剩余 ${instalmentsBefore} → ${instalmentsAfter} 期`,
    );
  }
  const paid = await step('按试算还款，缩短期限，交易密码', () => repay(borrower, quote.quoteId), told);

  say('\n还款的账簿分录');
  for (const line of await entriesAbout(sandbox.databaseUrl, [debited.repaymentId, paid.repaymentId])) say(`  ${line}`);
  say(`\n${await proved(clerk, from, to)}`);
}

async function pass(clerk: Clerk, day: BusinessDate): Promise<number> {
  const began = performance.now();
  await clerk.api.letDaysPass({ body: { until: day } });
  await until(
    'the days to go by',
    async () => {
      const { today, run } = await clerk.api.readDayEnd({ query: {} });
      if (run?.state === 'stopped') throw new Error(`day end stopped on ${run.on}: the console's page 日终 says why`);
      return today >= day ? today : undefined;
    },
    LONGEST_MS,
  );
  return (performance.now() - began) / 1_000;
}

/** Ordered in the night, and booked in it unless the core is slow. */
const firstDebit = ({ api }: Borrower, loanId: string): Promise<Attempt> =>
  until('the debit', async () => {
    const { repayments } = await api.listRepayments({ params: { loanId }, query: {} });
    const debit = repayments.find(({ via, state }) => via === 'debit' && state !== 'processing');
    return debit && api.readRepaymentAttempt({ params: { repaymentId: debit.recordId }, query: {} });
  });

async function repay(borrower: Borrower, quoteId: string): Promise<Attempt> {
  const { api } = borrower;
  const transactionPassword = await borrower.sealPassword();
  const body = { mode: 'shorter-term', transactionPassword } as const;
  const { repaymentId } = await api.startEarlyRepayment({ params: { quoteId }, body });
  return until('the repayment', async () => {
    const now = await api.readRepaymentAttempt({ params: { repaymentId }, query: { waitMs: 5_000 } });
    return now.state === 'booked' || now.state === 'refused' ? now : undefined;
  });
}

const told = ({ state, bookedFen, paid, effectiveOn, serialNo, reason }: Attempt): string =>
  state === 'booked' && bookedFen !== null && paid !== null
    ? `${effectiveOn} 生效，${yuanDisplay(bookedFen)} 元（本金 ${yuanDisplay(paid.principalFen)}，利息 ${yuanDisplay(paid.interestFen)}），核心流水 ${serialNo}`
    : `${state} ${reason ?? ''}`;

/** What the nights found that lie behind us; the page shows it in words. */
async function proved(clerk: Clerk, from: BusinessDate, to: BusinessDate): Promise<string> {
  const { items } = await clerk.api.listDayEnds({ query: { pageSize: 100 } });
  const ours = items.filter(({ on }) => on >= from && on < to);
  const found = ours.reduce((sum, { findings }) => sum + findings, 0);
  return `总分核对  ${ours.length} 个日终，核对发现 ${found} 项${found > 0 ? '：见内管系统“日终”' : '，每笔贷款与总账一致，核心流水对到前一日'}`;
}
