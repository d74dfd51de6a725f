import { sql } from 'kysely';
import type { JournalLine } from '../../server/src/integrations/core-banking/port.ts';
import type { Db } from '../../server/src/platform/db/connect.ts';

/**
 * What does not fit together between repayments, what they are at the core and what they are in servicing, wherever all that has begun
 * has come to its end: a repayment that is booked, a line of the core's journal and a fact of its loan are one and the same.
 */
export async function repaymentFindings(db: Db, journal: readonly JournalLine[]): Promise<string[]> {
  const repayments = await readRepayments(db);
  const linesByNo = Map.groupBy(journal, ({ requestNo }) => requestNo);
  const found = repayments.flatMap((repayment) => atTheCore(repayment, linesByNo.get(repayment.requestNo) ?? []));
  return [
    ...found,
    ...(await inServicing(db)),
    ...(await inTheBooks(db)),
    ...(await callsOf(db)),
    ...(await legsOf(db)),
  ];
}

/** Under which numbers money may have come to the bank for a loan, or been asked of a deposit. */
export async function repaymentNumbers(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('repayment.repayments').select('request_no').execute();
  return rows.map((row) => row.request_no);
}

const readRepayments = (db: Db) =>
  db
    .selectFrom('repayment.repayments')
    .select(['repayment_id as id', 'request_no as requestNo', 'via', 'state', 'booked_fen as bookedFen'])
    .select(['booked_on as bookedOn', 'core_serial_no as coreSerialNo', 'to_account_no as toAccountNo'])
    .execute();
type Repayment = Awaited<ReturnType<typeof readRepayments>>[number];

function atTheCore(repayment: Repayment, lines: readonly JournalLine[]): string[] {
  const { requestNo, via, state } = repayment;
  const what = `repayment ${requestNo} (${via})`;
  const [line] = lines;
  const found = lines.length > 1 ? [`8: the core booked ${what} ${lines.length} times`] : [];
  if (state === 'refused' && line) found.push(`9: ${what} counts as refused, and the core has taken it`);
  if (state !== 'booked') return found;
  if (!line) return [...found, `9: ${what} counts as booked, and the core has no line of it`];
  const same =
    line.amountFen === repayment.bookedFen &&
    line.coreSerialNo === repayment.coreSerialNo &&
    line.bookedOn === repayment.bookedOn &&
    line.toAccountNo === repayment.toAccountNo;
  return same ? found : [...found, `9: ${what} and the core's line ${line.coreSerialNo} say different things`];
}

/** Each that is booked is one fact over the same amount, with its entry; no other is. */
async function inServicing(db: Db): Promise<string[]> {
  const { rows } = await sql<{ finding: string }>`
    select format('11: repayment %s is %s over %s, its facts are over %s', repayment.request_no, repayment.state,
                  repayment.booked_fen, array_agg(fact.amount_fen)) as finding
    from repayment.repayments repayment
    left join servicing.transactions fact
      on fact.source_id = repayment.repayment_id and fact.type in ('repayment', 'early-repayment')
    group by repayment.repayment_id
    having count(fact.transaction_id) <> case repayment.state when 'booked' then 1 else 0 end
        or coalesce(sum(fact.amount_fen), 0) <> coalesce(repayment.booked_fen, 0)
    union all
    select format('11: fact %s of loan %s came by %s, and no repayment did', fact.transaction_id, fact.loan_id, fact.via)
    from servicing.transactions fact
    where fact.via in ('debit', 'customer', 'deposit')
      and not exists (select from repayment.repayments where repayment_id = fact.source_id and state = 'booked')
    union all
    select format('11: loan %s owes %s by its facts, its plan %s', loan.loan_id, loan.outstanding_fen, plan.left_fen)
    from servicing.loans loan
    cross join lateral (
      select coalesce(sum(principal_fen - paid_principal_fen), 0) as left_fen
      from servicing.instalments instalment
      where instalment.loan_id = loan.loan_id
    ) plan
    where loan.state = 'active' and loan.outstanding_fen <> plan.left_fen`.execute(db);
  return rows.map(({ finding }) => finding);
}

/** What the core has taken went through its clearing account in the repayment's own entry: so much, once, and for no other loan. */
async function inTheBooks(db: Db): Promise<string[]> {
  const { rows } = await sql<{ finding: string }>`
    select format('12: repayment %s is %s over %s, its entry took %s and concerns %s other loans', repayment.request_no,
                  repayment.state, repayment.booked_fen, coalesce(sum(line.debit_fen) filter (where line.account = '3001-09'), 0),
                  count(*) filter (where line.account like '%/%' and split_part(line.account, '/', 2) <> repayment.loan_id::text))
      as finding
    from repayment.repayments repayment
    left join ledger.entries entry
      on entry.ref in ('repaid:' || repayment.repayment_id, 'recalculated:' || repayment.repayment_id)
    left join ledger.lines line using (entry_id)
    group by repayment.repayment_id
    having coalesce(sum(line.debit_fen - line.credit_fen) filter (where line.account = '3001-09'), 0)
             <> coalesce(repayment.booked_fen, 0)
        or count(*) filter (where line.account like '%/%' and split_part(line.account, '/', 2) <> repayment.loan_id::text) > 0`.execute(
    db,
  );
  return rows.map(({ finding }) => finding);
}

/** A call stands as what it was for: a batch is done when none of its items is open. */
async function callsOf(db: Db): Promise<string[]> {
  const { rows } = await sql<{ finding: string }>`
    select format('11: repayment %s is %s, its call %s', repayment.request_no, repayment.state, call.state) as finding
    from repayment.repayments repayment
    left join integrations.external_calls call using (request_no)
    where repayment.via = 'customer'
      and call.state is distinct from case repayment.state
        when 'requested' then 'intended' when 'booked' then 'done' when 'refused' then 'refused' else call.state end
    union all
    select format('11: batch %s is %s, its call %s, %s of its items open', batch.batch_no, batch.state, call.state,
                  count(item.repayment_id) filter (where item.state in ('requested', 'sent')))
    from repayment.debit_batches batch
    left join integrations.external_calls call on call.request_no = batch.batch_no
    left join repayment.repayments item using (batch_id)
    group by batch.batch_id, call.state
    having (batch.state = 'settled') <> (call.state = 'done')
        or (batch.state = 'settled') <> (count(item.repayment_id) filter (where item.state in ('requested', 'sent')) = 0)
    `.execute(db);
  return rows.map(({ finding }) => finding);
}

/** Which legs go with each state of a repayment from a deposit, and how the repayment itself stands then. */
async function legsOf(db: Db): Promise<string[]> {
  const { rows } = await sql<{ no: string; state: string; legs: string; money: string; calls: boolean }>`
    select repayment.request_no as no, saga.state, repayment.state as money,
           string_agg(leg.step || ' ' || leg.state, ', ' order by leg.opened_at, leg.leg_id) as legs,
           bool_and(case leg.state when 'open' then call.state in ('intended', 'sent', 'unknown') else call.state = leg.state end) as calls
    from repayment.deposit_repayments saga
    join repayment.repayments repayment using (repayment_id)
    join repayment.deposit_legs leg using (repayment_id)
    join integrations.external_calls call on call.request_no = leg.request_no
    group by repayment.repayment_id, saga.repayment_id`.execute(db);
  const form: Readonly<Record<string, { legs: RegExp; money: RegExp }>> = {
    releasing: { legs: /^release open$/, money: /^requested$|^sent$/ },
    redeeming: { legs: /^release done, redeem open$/, money: /^sent$/ },
    paying: { legs: /^release done, redeem done, pay open$/, money: /^sent$/ },
    restoring: { legs: /^release done, redeem refused(, pledge refused)*, pledge open$/, money: /^refused$/ },
    done: { legs: /^release done, redeem done, pay done$/, money: /^booked$/ },
    refused: {
      legs: /^release refused$|^release done, redeem refused(, pledge refused)*, pledge done$|^release done, redeem done, pay refused$/,
      money: /^refused$/,
    },
  };
  return rows.flatMap(({ no, state, legs, money, calls }) => [
    ...(form[state]?.legs.test(legs) ? [] : [`11: deposit repayment ${no} is ${state}, its legs ${legs}`]),
    ...(form[state]?.money.test(money) ? [] : [`11: deposit repayment ${no} is ${state}, its money ${money}`]),
    ...(calls ? [] : [`11: deposit repayment ${no} is ${state}, and its calls do not stand as its legs`]),
  ]);
}
