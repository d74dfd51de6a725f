import {
  businessDate,
  fen,
  instant,
  yuanDisplay,
  type BusinessDate,
  type CustomerId,
  type LoanId,
} from '@miaodai/values';
import { balance } from '../../server/src/ledger/index.ts';
import { travelTo } from '../../server/src/lending/day-end/index.ts';
import { today } from '../../server/src/bank/calendar/index.ts';
import { setFrom } from '../../server/src/seed/seed-bank.ts';
import type { Cleanup } from '../../server/test-kit/cleanup.ts';
import { until as waitFor, type Borrower } from '../kit/borrower.ts';
import { tell } from '../kit/introduce.ts';
import { aPaidLoan } from '../kit/loans.ts';
import { aPerson, type Person } from '../kit/persons.ts';
import { aWorld, serve, type World } from '../kit/world.ts';

type Served = Awaited<ReturnType<typeof serve>>;
type Mode = 'shorter-term' | 'lower-instalment' | 'pay-off';
/** The day it counts for, the amount, and what it went to: yuan, without what is nothing. */
type Taken = [on: string, amount: string, parts: Record<string, string>];

/** A bank whose days pass as fast as day end goes, with the core beside it; loans of its customers live in it. */
export async function aBankInTime(
  t: Cleanup,
  { firstDay, penaltyRatePpm }: { firstDay: string; penaltyRatePpm: number },
) {
  const world = await aWorld(t);
  world.env['SANDBOX_CLOCK_URL'] = world.controlUrl;
  await world.db
    .insertInto('calendar.business_days')
    .values({ business_on: businessDate(firstDay), opened_at: instant('2027-01-31T00:00:00Z') })
    .execute();
  await tell(world.controlUrl, 'PUT', '/clock', { day: firstDay });
  // By day end alone, so that the hour at which a test runs changes nothing.
  await setFrom(world.db, businessDate('2020-01-02'), { debitHours: [] });
  await world.db
    .insertInto('products.parameters')
    .values({
      ...{ product_code: 'instant-loan', branch_code: '*', name: 'penaltyRatePpm' },
      ...{ effective_from: businessDate('2020-01-02'), value: JSON.stringify(penaltyRatePpm) },
    })
    .execute();
  await world.db
    .insertInto('servicing.discount_rules')
    .values({
      ...{ rule_id: '01890000-0000-7000-8000-00000000d001', product_code: 'instant-loan', employer_code: 'KS03' },
      ...{ payer_name: '昆山能源集团炼化公司', discount_rate_ppm: 18_000, from_on: businessDate('2027-01-01') },
      ...{ state: 'published', drafted_at: instant('2026-11-23T00:00:00Z') },
    })
    .execute();
  const served = await serve(t, world);
  let people = 0;
  return {
    world,
    /** Days are ended, one after the other, until the bank has come to this one. */
    async until(day: string): Promise<void> {
      await served.needs.inTx((context) => travelTo(context, businessDate(day)));
      const reached = async () => ((await today(world.db)) >= businessDate(day) ? true : undefined);
      await waitFor(`the bank to come to ${day}`, reached, 300_000);
    },
    async aLife(name: string, like: { employerCode?: string } = {}): Promise<Life> {
      people += 1;
      const person = aPerson(people, name);
      await world.settle(person);
      return Life.begin(world, served, person, { paidOn: businessDate(firstDay), ...like });
    },
    async controlAccounts(): Promise<Record<string, number>> {
      const { rows } = await world.database.connections.query<{ code: string; fen: string }>(
        `select split_part(account, '/', 1) as code, sum(balance_fen) as fen from ledger.exact_accounts group by 1`,
      );
      const exact = new Map(rows.map(({ code, fen: sum }) => [code, Number(sum)]));
      const codes = ['1303-01', '1132-01', '1132-02', '2241-01'];
      return {
        ...Object.fromEntries(codes.map((code) => [code, exact.get(code) ?? 0])),
        '1132-03': await balance(world.db, '1132-03' as Parameters<typeof balance>[1]),
      };
    },
  };
}

export type BankInTime = Awaited<ReturnType<typeof aBankInTime>>;

/** A customer with one loan. */
export class Life {
  readonly #world: World;
  readonly #borrower: Borrower;
  readonly loanId: LoanId;
  readonly person: Person;

  private constructor(world: World, borrower: Borrower, loanId: LoanId) {
    this.#world = world;
    this.#borrower = borrower;
    this.person = borrower.person;
    this.loanId = loanId;
  }

  static async begin(
    world: World,
    { borrower, needs }: Served,
    person: Person,
    loan: { paidOn: BusinessDate; employerCode?: string },
  ): Promise<Life> {
    const { customerId } = await one(world, person);
    const paid = await aPaidLoan(
      needs,
      { customerId, accountNo: person.accountNo, ...loan },
      world.env['CORE_BANKING_URL'],
    );
    const walking = borrower(person);
    await walking.signIn();
    return new Life(world, walking, paid.loanId);
  }

  get #api() {
    return this.#borrower.api;
  }

  /** So much is in the account now; where it came from or went is no matter of ours. */
  async has(balanceFen: number): Promise<void> {
    await tell(this.#world.controlUrl, 'PUT', `/accounts/${this.person.accountNo}`, { balanceFen });
  }

  async repay(amountFen: number): Promise<void> {
    const transactionPassword = await this.#borrower.sealPassword();
    const body = { amountFen: fen(amountFen), transactionPassword };
    await this.#settled(await this.#api.startRepayment({ params: { loanId: this.loanId }, body }));
  }

  async repayEarly(mode: Mode, principalFen?: number) {
    const body = principalFen === undefined ? {} : { principalFen: fen(principalFen) };
    const quote = await this.#api.quoteEarlyRepayment({ params: { loanId: this.loanId }, body });
    const outcome = quote.outcomes.find((one) => one.mode === mode);
    if (!outcome) throw new Error(`no outcome ${mode}`);
    const transactionPassword = await this.#borrower.sealPassword();
    const params = { quoteId: quote.quoteId };
    await this.#settled(await this.#api.startEarlyRepayment({ params, body: { mode, transactionPassword } }));
    const { dueFen, interestFen, amountFen, interestSavedFen, instalmentsAfter, nextAfterFen, endsAfter } = outcome;
    return {
      ...{ dueFen, interestFen, amountFen },
      ...(mode === 'pay-off' ? {} : { interestSavedFen, instalmentsAfter, nextAfterFen, endsAfter }),
    };
  }

  /** The core has a deposit of theirs, pledged for this loan; it pays the loan off. */
  async repayFromDeposit(depositFen: number, amountFen: number): Promise<void> {
    const params = { loanId: this.loanId };
    const { loanNo } = await this.#api.readLoan({ params });
    const { accountNo } = this.person;
    await tell(this.#world.controlUrl, 'POST', '/deposits', {
      ...{ depositNo: `DP${accountNo}`, accountNo, principalFen: depositFen, pledgedForLoanNo: loanNo },
      ...{ openedOn: '2026-06-30', maturesOn: '2029-06-30' },
    });
    const { deposits } = await this.#api.listDeposits({ params });
    const { quoteId } = await this.#api.quoteEarlyRepayment({ params, body: {} });
    const early = { quoteId, mode: 'pay-off' as const };
    const transactionPassword = await this.#borrower.sealPassword();
    const body = { depositKey: deposits[0]?.depositKey ?? '', amountFen: fen(amountFen), early, transactionPassword };
    const { repaymentId } = await this.#api.startDepositRepayment({ params, body });
    await waitFor('the deposit to repay the loan', async () => {
      const now = await this.#api.readDepositRepayment({ params: { repaymentId }, query: { waitMs: 2_000 } });
      return now.state === 'done' ? now : undefined;
    });
  }

  async #settled({ repaymentId }: { repaymentId: string }): Promise<void> {
    await waitFor('the repayment', async () => {
      const now = await this.#api.readRepaymentAttempt({ params: { repaymentId }, query: { waitMs: 2_000 } });
      if (now.state === 'refused') throw new Error(`refused: ${now.reason}`);
      return now.state === 'booked' ? now : undefined;
    });
  }

  async state(): Promise<string> {
    return (await this.#loan()).state;
  }

  async overdue() {
    const { overdue } = await this.#loan();
    return overdue && { days: overdue.days, amountFen: overdue.amountFen, penaltyFen: overdue.penaltyFen };
  }

  #loan() {
    return this.#api.readLoan({ params: { loanId: this.loanId } });
  }

  /** What was taken for the loan, the first first. */
  async taken(): Promise<Taken[]> {
    return (await this.#transactions()).map((row) => [
      row.on,
      yuanDisplay(fen(row.amountFen)),
      Object.fromEntries(
        (['penalty', 'interest', 'principal', 'fee', 'surplus'] as const)
          .filter((part) => row[part] !== 0)
          .map((part) => [part, yuanDisplay(fen(row[part]))]),
      ),
    ]);
  }

  async takenInAll(): Promise<number> {
    return (await this.#transactions()).reduce((sum, { amountFen }) => sum + amountFen, 0);
  }

  #transactions() {
    return this.#world.db
      .selectFrom('servicing.transactions')
      .select(['effective_on as on', 'amount_fen as amountFen', 'penalty_fen as penalty', 'interest_fen as interest'])
      .select(['principal_fen as principal', 'fee_fen as fee', 'surplus_fen as surplus'])
      .where('loan_id', '=', this.loanId)
      .where('type', 'in', ['repayment', 'early-repayment'])
      .where('voided_by', 'is', null)
      .orderBy('effective_on')
      .orderBy('recorded_at')
      .execute();
  }
}

async function one({ db }: World, { accountNo }: Person): Promise<{ customerId: CustomerId }> {
  // The latest: persons are settled one by one.
  const row = await db
    .selectFrom('identity.customers')
    .select('customer_id as customerId')
    .orderBy('customer_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) throw new Error(`nobody has ${accountNo}`);
  return { customerId: row.customerId as CustomerId };
}
