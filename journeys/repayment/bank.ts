import { ApiProblem } from '@miaodai/http-api/client';
import type { Answer, CustomerOperations } from '@miaodai/http-api';
import { businessDate, fen, instant, type BusinessDate, type CustomerId, type LoanId } from '@miaodai/values';
import type { Cleanup } from '../../server/test-kit/cleanup.ts';
import { movableClock } from '../../server/src/platform/clock.ts';
import { until, type Borrower } from '../kit/borrower.ts';
import { tell } from '../kit/introduce.ts';
import { aPaidLoan, type Borrowing } from '../kit/loans.ts';
import { aPerson, type Person } from '../kit/persons.ts';
import { aWorld, serve, type World } from '../kit/world.ts';

export type Attempt = Answer<CustomerOperations['readRepaymentAttempt']>;
export type Quote = Answer<CustomerOperations['quoteEarlyRepayment']>;

/** Of the payouts, and the bank's day: some weeks later, with two instalments due. */
export const [PAID_ON, TODAY] = [businessDate('2027-01-10'), businessDate('2027-03-15')];

/** The bank has come to that day, and the core with it. */
export async function openDay(world: Pick<World, 'db' | 'controlUrl'>, day: BusinessDate): Promise<void> {
  await world.db
    .insertInto('calendar.business_days')
    .values({ business_on: day, opened_at: instant('2026-11-23T00:00:00Z') })
    .execute();
  await tell(world.controlUrl, 'PUT', '/clock', { day });
}

/** A bank with a server and a clock; loans are paid out, then its day comes. */
export async function aRepaymentBank(t: Cleanup) {
  const world = await aWorld(t);
  await openDay(world, PAID_ON);
  const clock = movableClock();
  const served = await serve(t, world, { clock });
  let people = 0;
  return {
    ...{ world, clock, served },
    async aBorrower(name: string, loan: Partial<Borrowing> = {}): Promise<Repaying> {
      people += 1;
      const person = aPerson(people, name);
      await world.settle(person);
      const rows = await world.db
        .selectFrom('identity.customers')
        .select('customer_id')
        .orderBy('customer_id', 'desc')
        .limit(1)
        .execute();
      const customerId = rows[0]?.customer_id as CustomerId;
      const { loanId } = await aPaidLoan(
        served.needs,
        { customerId, accountNo: person.accountNo, paidOn: PAID_ON, ...loan },
        world.env['CORE_BANKING_URL'],
      );
      const it = served.borrower(person);
      await it.signIn();
      return new Repaying(world, it, loanId);
    },
  };
}

/** A customer with one loan. */
export class Repaying {
  readonly it: Borrower;
  readonly loanId: LoanId;
  readonly person: Person;
  readonly #world: World;

  constructor(world: World, it: Borrower, loanId: LoanId) {
    this.it = it;
    this.loanId = loanId;
    this.person = it.person;
    this.#world = world;
  }

  get #loan() {
    return { params: { loanId: this.loanId } };
  }

  terms = () => this.it.api.readRepayment(this.#loan);

  has = async (balanceFen: number): Promise<void> =>
    void (await tell(this.#world.controlUrl, 'PUT', `/accounts/${this.person.accountNo}`, { balanceFen }));

  balance = (): Promise<number> => this.#world.coreBalance(this.person.accountNo);

  /** Asked for, not waited for. */
  async start(amountFen: number, password?: string): Promise<Attempt> {
    const transactionPassword = await this.it.sealPassword(password);
    return this.it.api.startRepayment({ ...this.#loan, body: { amountFen: fen(amountFen), transactionPassword } });
  }

  repay = async (amountFen: number): Promise<Attempt> => this.settled(await this.start(amountFen));

  quote = (principalFen?: number): Promise<Quote> =>
    this.it.api.quoteEarlyRepayment({
      ...this.#loan,
      body: principalFen === undefined ? {} : { principalFen: fen(principalFen) },
    });

  async startEarly({ quoteId }: Pick<Quote, 'quoteId'>, mode: Quote['outcomes'][number]['mode']): Promise<Attempt> {
    const transactionPassword = await this.it.sealPassword();
    return this.it.api.startEarlyRepayment({ params: { quoteId }, body: { mode, transactionPassword } });
  }

  async requestEarly({ quoteId }: Pick<Quote, 'quoteId'>, mode: Quote['outcomes'][number]['mode']) {
    const transactionPassword = await this.it.sealPassword();
    return this.it.api.requestEarlyRepayment({ params: { quoteId }, body: { mode, transactionPassword } });
  }

  requests = async () => (await this.it.api.listEarlyRequests(this.#loan)).requests;

  settled = ({ repaymentId }: Pick<Attempt, 'repaymentId'>): Promise<Attempt> =>
    until('the end of the repayment', async () => {
      const now = await this.it.api.readRepaymentAttempt({ params: { repaymentId }, query: { waitMs: 1_000 } });
      return now.state === 'booked' || now.state === 'refused' ? now : undefined;
    });

  untilTold = (words: RegExp): Promise<unknown> =>
    until(`a text like ${words.source}`, async () => (await this.it.texts()).find(({ text }) => words.test(text)));
}

/** How the API said no, with its words. */
export const code = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call;
    return 'done';
  } catch (error) {
    if (error instanceof ApiProblem) return [error.problem.code, error.problem.detail].filter(Boolean).join(' ');
    throw error;
  }
};
