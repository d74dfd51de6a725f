import { conventionFor, schedule, type Method } from '@miaodai/loan-math';
import { addDays, addMonths, dayOfMonth, fen, ratePpm, type BusinessDate } from '@miaodai/values';
import type { pool } from '../server/src/platform/db/connect.ts';

type Connections = ReturnType<typeof pool>;

/** So many schedules by the real engine; every loan is a copy of one of them. */
const TEMPLATES = 300;
const TERMS = [6, 12, 12, 24];
const METHODS: Method[] = ['equal-instalment', 'equal-principal', 'interest-only'];

/**
 * Active loans as if the product had made them: loans, plans, positions, and their principal in the books. Of each thirty one falls due on the
 * day, the others within the month after it. Rows are made by the database itself; keys to customers and contracts are not, and not checked.
 */
export async function makeLoans(owner: Connections, count: number, on: BusinessDate): Promise<void> {
  await makeTemplates(owner, on);
  // The longest by itself, the others beside it.
  const [plans = '', ...others] = STATEMENTS;
  await Promise.all([insert(owner, count, [plans]), insert(owner, count, others)]);
  for (const table of ['servicing.loans', 'servicing.instalments', 'servicing.positions', 'ledger.exact_accounts'])
    await owner.query(`vacuum (analyze, freeze) ${table}`);
}

async function insert(owner: Connections, count: number, statements: readonly string[]): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query(
      'set session_replication_role = replica; set statement_timeout = 0; set synchronous_commit = off',
    );
    for (const statement of statements) await client.query(statement, [count]);
    await client.query('set session_replication_role = origin');
  } finally {
    client.release();
  }
}

async function makeTemplates(owner: Connections, on: BusinessDate): Promise<void> {
  const rows = Array.from({ length: TEMPLATES }, (_, i) => {
    const apart = i % 30;
    const disbursedOn = apart === 0 ? addMonths(on, -1) : addDays(on, -apart);
    const principalFen = fen(10_000_00 + ((i * 7_919) % 4_900) * 100_00);
    const terms = {
      ...{ principalFen, annualRatePpm: ratePpm(36_000), periods: TERMS[i % TERMS.length] as number },
      ...{ method: METHODS[i % METHODS.length] as Method, disbursedOn, dueDay: dayOfMonth(disbursedOn) },
      convention: conventionFor(i % 2 === 0 ? 'monthly' : 'actual/360'),
    };
    const plan = schedule(terms);
    return {
      ...{ i, disbursedOn, principalFen, term: terms.periods, method: terms.method, convention: terms.convention },
      plan: plan.rows.map((row, n) => ({
        ...{ no: row.no, dueOn: row.dueOn, days: row.days, fromOn: plan.rows[n - 1]?.dueOn ?? disbursedOn },
        ...{ principalFen: row.principalFen, interestFen: row.interestFen, balanceFen: row.balanceFen },
        openingFen: plan.rows[n - 1]?.balanceFen ?? principalFen,
      })),
    };
  });
  await owner.query(`
    create schema bench;
    create function bench.loan_id(n bigint) returns uuid language sql immutable
      return ('01890000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid;
    create table bench.templates (i int primary key, disbursed_on date, principal_fen bigint, term int, method text, convention jsonb);
    create table bench.rows (i int, no int, due_on date, days int, from_on date, principal_fen bigint, interest_fen bigint,
      balance_fen bigint, opening_fen bigint, primary key (i, no))`);
  await owner.query(
    `insert into bench.templates
     select i, "disbursedOn", "principalFen", term, method, convention
     from jsonb_to_recordset($1::jsonb)
       as t (i int, "disbursedOn" date, "principalFen" bigint, term int, method text, convention jsonb)`,
    [JSON.stringify(rows)],
  );
  await owner.query(
    `insert into bench.rows
     select i, no, "dueOn", days, "fromOn", "principalFen", "interestFen", "balanceFen", "openingFen"
     from jsonb_to_recordset($1::jsonb)
       as r (i int, no int, "dueOn" date, days int, "fromOn" date, "principalFen" bigint, "interestFen" bigint, "balanceFen" bigint,
             "openingFen" bigint)`,
    [JSON.stringify(rows.flatMap(({ i, plan }) => plan.map((row) => ({ i, ...row }))))],
  );
  await owner.query('analyze bench.templates, bench.rows');
}

const STATEMENTS = [
  `insert into servicing.instalments
     (loan_id, no, due_on, days, principal_fen, interest_fen, balance_fen, period_no, from_on, opening_fen)
   select bench.loan_id(n), r.no, r.due_on, r.days, r.principal_fen, r.interest_fen, r.balance_fen, r.no, r.from_on, r.opening_fen
   from generate_series(1, $1::bigint) n
   cross join lateral (select no, due_on, days, principal_fen, interest_fen, balance_fen, from_on, opening_fen
                       from bench.rows where i = n % ${TEMPLATES}) r`,
  `insert into servicing.loans
     (loan_id, loan_no, contract_id, disbursement_id, customer_id, product_code, state, principal_fen, outstanding_fen, annual_rate_ppm,
      term_months, repayment_method, convention, account_no_cipher, disbursed_on, matures_on, opened_at, branch_code)
   select bench.loan_id(n), 'JJ' || lpad(n::text, 12, '0'), bench.loan_id(n), bench.loan_id(n), bench.loan_id(n), 'instant-loan', 'active',
     t.principal_fen, t.principal_fen, 36000, t.term, t.method, t.convention, '\\x', t.disbursed_on,
     (select max(due_on) from bench.rows where rows.i = t.i), now(), 'BJ01'
   from generate_series(1, $1::bigint) n
   join bench.templates t on t.i = n % ${TEMPLATES}
   order by n`,
  `insert into servicing.positions
     (loan_id, product_code, annual_rate_ppm, day_count, running_no, running_from, running_due_on, running_opening_fen,
      running_interest_fen, accrued_on, next_no, next_due_on)
   select bench.loan_id(n), 'instant-loan', 36000, t.convention ->> 'dayCount', 1, r.from_on, r.due_on, r.opening_fen, r.interest_fen,
     t.disbursed_on, 1, r.due_on
   from generate_series(1, $1::bigint) n
   join bench.templates t on t.i = n % ${TEMPLATES}
   join bench.rows r on r.i = t.i and r.no = 1
   order by n`,
  `insert into ledger.exact_accounts (account, normal_sign, balance_fen, version, may_go_below_zero)
   select '1303-01/' || bench.loan_id(n), 1, t.principal_fen, 1, false
   from generate_series(1, $1::bigint) n
   join bench.templates t on t.i = n % ${TEMPLATES}
   order by n`,
];

/** What day end writes every night, as one would by hand: one statement over all loans each. @returns seconds of accrual and of ageing */
export async function byHand(owner: Connections, on: BusinessDate): Promise<{ accrue: number; age: number }> {
  const client = await owner.connect();
  const timed = async (text: string) => {
    const began = performance.now();
    await client.query(text, [on]);
    return (performance.now() - began) / 1_000;
  };
  try {
    await client.query('set statement_timeout = 0');
    return {
      accrue: await timed(`
        with accrued as (
          update servicing.positions
          set accrued_fen = servicing.accrued(
                annual_rate_ppm, day_count, running_opening_fen, running_interest_fen, running_from, running_due_on, $1),
              accrued_on = $1
          where running_no is not null
          returning new.accrued_fen - old.accrued_fen as change
        )
        select sum(change) from accrued`),
      age: await timed(`
        with late as (
          update servicing.positions
          set days_past_due = $1::date - next_due_on, class = 'special-mention'
          where next_due_on < $1
          returning loan_id
        ), counted as (
          select product_code, days_past_due, class, count(*), sum(running_opening_fen)
          from servicing.positions
          where next_no is not null
          group by 1, 2, 3
        )
        select (select count(*) from late), (select count(*) from counted)`),
    };
  } finally {
    client.release();
  }
}
