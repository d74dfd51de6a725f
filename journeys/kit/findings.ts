import { sql } from 'kysely';
import { businessDate } from '@miaodai/values';
import { coreBankingAdapter } from '../../server/src/integrations/core-banking/adapter.ts';
import type { JournalLine } from '../../server/src/integrations/core-banking/port.ts';
import { accounts, balance, ledgerFindings } from '../../server/src/ledger/index.ts';
import { openMasterKey } from '../../server/src/platform/crypto/open-master-key.ts';
import { loadVault } from '../../server/src/platform/crypto/open-vault.ts';
import { classOf } from '../../server/src/customer/privacy/index.ts';
import type { Db } from '../../server/src/platform/db/connect.ts';
import { tell } from './introduce.ts';
import { repaymentFindings, repaymentNumbers } from './repayment-findings.ts';
import { transferFindings } from './transfer-findings.ts';
import type { World } from './world.ts';

/**
 * What does not fit together between our database, our books, the core's journal and the gateway's texts: nothing, wherever all
 * that has begun has come to its end. Each finding begins with the number of the invariant that it breaks (ARCHITECTURE.md).
 */
export async function findings(world: Pick<World, 'db' | 'env' | 'controlUrl'>): Promise<string[]> {
  const payouts = await readPayouts(world);
  const journal = await readJournal(world);
  const legs = await world.db.selectFrom('transfers.legs').select('request_no').execute();
  const ours = new Set([
    ...payouts.map(({ transferNo }) => transferNo),
    ...legs.map(({ request_no }) => request_no),
    ...(await repaymentNumbers(world.db)),
    ...(await correctionNumbers(world.db)),
  ]);
  const found = [...oneTransferPerFact(payouts, journal), ...linesWithoutFact(ours, journal)];
  found.push(...(await transferFindings(world, journal)), ...(await repaymentFindings(world.db, journal)));
  for (const payout of payouts) found.push(...states(payout), ...(await books(world.db, payout)));
  found.push(
    ...(await contradictions(world.db)),
    ...(await answersToKeys(world, payouts)),
    ...(await texts(world)),
    ...(await jobsGivenUp(world.db)),
  );
  return [...found, ...(await ledgerFindings(world.db))];
}

type Payout = Awaited<ReturnType<typeof readRows>>[number] & { toAccountNo: string };

/** Each payout with all that hangs on it. */
async function readPayouts({ db, env }: Pick<World, 'db' | 'env'>): Promise<Payout[]> {
  const vault = await loadVault({ db, master: openMasterKey(env['MIAODAI_MASTER_KEY_FILE'] ?? ''), classOf });
  const rows = await readRows(db);
  return rows.map((row) => ({
    ...row,
    toAccountNo: vault.open('disbursement.disbursements.account_no', row.id, row.account_no_cipher),
  }));
}

const readRows = (db: Db) =>
  db
    .selectFrom('disbursement.disbursements as d')
    .innerJoin('application.applications as a', 'a.application_id', 'd.application_id')
    .leftJoin('servicing.loans as l', 'l.disbursement_id', 'd.disbursement_id')
    .leftJoin('integrations.external_calls as c', 'c.request_no', 'd.transfer_no')
    .select(['d.disbursement_id as id', 'd.loan_id as loanId', 'd.application_id as applicationId', 'd.state'])
    .select(['d.transfer_no as transferNo', 'd.amount_fen as amountFen', 'd.core_serial_no as coreSerialNo'])
    .select(['d.paid_on as paidOn', 'd.account_no_cipher', 'd.customer_id as customerId', 'a.step'])
    .select(['l.loan_id as openedLoanId', 'l.principal_fen as principalFen', 'l.outstanding_fen as outstandingFen'])
    .select('l.state as loanState')
    .select(['c.state as callState', 'c.leased_until as leasedUntil'])
    .orderBy('d.requested_at')
    .execute();

/** What staff have had paid to customers, and money that came past us and was put in by them. */
async function correctionNumbers(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('corrections.corrections').select(['request_no', 'core_no']).execute();
  return rows.flatMap(({ request_no, core_no }) => [request_no, core_no].filter((no) => no !== null));
}

/** Page by page and day by day as the bank would read it; the control port only says which days there are. */
async function readJournal({ env, controlUrl }: Pick<World, 'env' | 'controlUrl'>): Promise<JournalLine[]> {
  const core = coreBankingAdapter({ baseUrl: env['CORE_BANKING_URL'] ?? '', deadlineMs: 5_000 });
  const booked = await tell<{ bookedOn: string }[]>(controlUrl, 'GET', '/transfers');
  const lines: JournalLine[] = [];
  for (const day of new Set(booked.map(({ bookedOn }) => bookedOn))) {
    const page = await core.journal(businessDate(day));
    if (page.is !== 'done') throw new Error(`the core shows no journal of ${day}`);
    lines.push(...page.value);
  }
  return lines;
}

function oneTransferPerFact(payouts: readonly Payout[], journal: readonly JournalLine[]): string[] {
  return payouts.flatMap((payout) => {
    const { id, state, transferNo } = payout;
    const lines = journal.filter((line) => line.requestNo === transferNo);
    const [line] = lines;
    const found = lines.length > 1 ? [`8: the core booked ${transferNo} ${lines.length} times`] : [];
    if (state === 'refused' && line) found.push(`9: payout ${id} counts as refused, and the core has paid`);
    if (state !== 'paid') return found;
    if (!line) return [`9: payout ${id} counts as paid, and the core has no line of it`];
    const same =
      line.amountFen === payout.amountFen &&
      line.toAccountNo === payout.toAccountNo &&
      line.coreSerialNo === payout.coreSerialNo &&
      line.bookedOn === payout.paidOn;
    return same ? found : [...found, `9: payout ${id} and the core's line ${line.coreSerialNo} say different things`];
  });
}

const linesWithoutFact = (ours: ReadonlySet<string>, journal: readonly JournalLine[]): string[] =>
  journal
    .filter((line) => !ours.has(line.requestNo))
    .map((line) => `9: the core booked ${line.requestNo}, which nobody here has asked for`);

/** What goes with each state of a payout: the call, the application, the loan. */
const BELONGS: Readonly<Record<string, { calls: readonly string[]; step: readonly string[]; loan: boolean }>> = {
  requested: { calls: ['intended'], step: ['paying'], loan: false },
  sent: { calls: ['sent', 'unknown'], step: ['paying'], loan: false },
  paid: { calls: ['done'], step: ['done'], loan: true },
  refused: {
    calls: ['refused'],
    step: ['confirm', 'offline-contract', 'paying', 'done', 'withdrawn', 'expired'],
    loan: false,
  },
};

function states(payout: Payout): string[] {
  const { id, state, callState, step, openedLoanId } = payout;
  const belongs = BELONGS[state];
  if (!belongs) return [`11: payout ${id} is in state ${state}`];
  const found: string[] = [];
  if (!belongs.calls.includes(callState ?? '')) found.push(`11: payout ${id} is ${state}, its call ${callState}`);
  if (!belongs.step.includes(step)) found.push(`11: payout ${id} is ${state}, its application at ${step}`);
  if ((openedLoanId !== null) !== belongs.loan) found.push(`11: payout ${id} is ${state}, its loan ${openedLoanId}`);
  return found;
}

const REFS: Readonly<Record<string, string>> = {
  requested: 'payout-requested',
  sent: 'payout-requested',
  paid: 'payout-paid payout-requested',
  refused: 'payout-refused payout-requested',
};

async function books(db: Db, payout: Payout): Promise<string[]> {
  const { id, state, loanId, amountFen, openedLoanId, principalFen, outstandingFen } = payout;
  const { rows } = await sql<{ ref: string }>`
    select ref from ledger.entries where ref like '%:' || ${id} order by ref`.execute(db);
  const refs = rows.map(({ ref }) => ref.split(':')[0]).join(' ');
  const found = refs === REFS[state] ? [] : [`11: payout ${id} is ${state}, its entries ${refs}`];
  const reserved = await balance(db, accounts.limitReserved(id));
  const expected = state === 'requested' || state === 'sent' ? amountFen : 0;
  if (reserved !== expected) found.push(`11: payout ${id} is ${state}, and ${reserved} fen are set aside`);
  const principal = await balance(db, accounts.loanPrincipal(loanId));
  // What was repaid is no claim any more; nor, in the balance sheet, what was written off.
  const lent =
    openedLoanId === null ? (state === 'paid' ? amountFen : 0) : payout.loanState === 'active' ? outstandingFen : 0;
  if (principal !== lent) found.push(`10: payout ${id} is ${state}, and the books have ${principal} fen of principal`);
  if (openedLoanId !== null && (principalFen !== amountFen || openedLoanId !== loanId))
    found.push(`10: loan ${openedLoanId} is not over what was paid out`);
  return found;
}

/** Two results of one thing; what stays open for longer than the bank allows and nobody was told. */
async function contradictions(db: Db): Promise<string[]> {
  const { rows } = await sql<{ finding: string }>`
    select format('8: contract %s has %s payouts that were not refused', contract_id, count(disbursement_id)) as finding
    from disbursement.disbursements
    where state <> 'refused'
    group by contract_id
    having count(disbursement_id) > 1
    union all
    select format('12: payout %s has been open for too long and nobody was told', disbursement_id)
    from disbursement.disbursements d
    where state in ('requested', 'sent')
      and requested_at < now() - interval '31 minutes'
      and not exists (select from cases.cases where subject = d.disbursement_id)`.execute(db);
  return rows.map(({ finding }) => finding);
}

/** What a key was answered with names the contract's one payout of that time, whichever key it was. */
async function answersToKeys({ db, env }: Pick<World, 'db' | 'env'>, payouts: readonly Payout[]): Promise<string[]> {
  const vault = await loadVault({ db, master: openMasterKey(env['MIAODAI_MASTER_KEY_FILE'] ?? ''), classOf });
  const rows = await db
    .selectFrom('platform.idempotency_keys')
    .select(['owner', 'key', 'status', 'answer_cipher'])
    .where('operation', '=', 'confirmDisbursement')
    .where('status', '<', 300)
    .execute();
  return rows.flatMap(({ owner, key, answer_cipher }) => {
    const text = vault.open('platform.idempotency_keys.answer', `${owner}/${key}`, answer_cipher ?? Buffer.alloc(0));
    const { disbursementId } = JSON.parse(text) as { disbursementId: string };
    const known = payouts.some(({ id, customerId }) => id === disbursementId && customerId === owner);
    return known ? [] : [`16: key ${key} was answered with payout ${disbursementId}, which is not there`];
  });
}

/** One text for each payout that ended, and each text at the gateway once. */
async function texts({ db, controlUrl }: Pick<World, 'db' | 'controlUrl'>): Promise<string[]> {
  const { rows } = await sql<{ finding: string }>`
    select format('13: customer %s has %s payouts that are %s and %s texts about it', customer_id, ended, state, told) as finding
    from (
      select d.customer_id, d.state, count(d.disbursement_id) as ended, (
        select count(m.message_id)
        from messages.messages m
        where m.customer_id = d.customer_id
          and m.kind = case d.state when 'paid' then 'paid-out' else 'payout-refused' end) as told
      from disbursement.disbursements d
      where d.state in ('paid', 'refused')
      group by d.customer_id, d.state) counted
    where ended <> told`.execute(db);
  const sent = await db.selectFrom('messages.messages').select(['message_no', 'state']).execute();
  const arrived = await tell<{ messageNo: string }[]>(controlUrl, 'GET', '/sms/messages');
  const counts = new Map<string, number>();
  for (const { messageNo } of arrived) counts.set(messageNo, (counts.get(messageNo) ?? 0) + 1);
  const odd = sent.filter(({ message_no, state }) => {
    const times = counts.get(message_no) ?? 0;
    return times > 1 || (state === 'sent' && times === 0);
  });
  return [
    ...rows.map(({ finding }) => finding),
    ...odd.map(
      ({ message_no, state }) => `13: text ${message_no} is ${state}, at the gateway ${counts.get(message_no)}`,
    ),
  ];
}

async function jobsGivenUp(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string; data: unknown }>`
    select name, data from pgboss.job where name = 'dead-letters' or state = 'failed'`.execute(db);
  return rows.map(({ name, data }) => `13: a job of ${name} was given up: ${JSON.stringify(data)}`);
}
