import { sql } from 'kysely';
import type { JournalLine } from '../../server/src/integrations/core-banking/port.ts';
import type { Db } from '../../server/src/platform/db/connect.ts';
import { tell } from './introduce.ts';
import type { World } from './world.ts';

type CardPayment = { requestNo: string; networkSerialNo: string; operation: string; amountFen: number };

/**
 * What does not fit together between transfers, their legs, the core's journal and the card network's settlements, wherever all that
 * has begun has come to its end. Transfers have no entries in our ledger: their books are the core's and the network's.
 */
export async function transferFindings(
  { db, controlUrl }: Pick<World, 'db' | 'controlUrl'>,
  journal: readonly JournalLine[],
): Promise<string[]> {
  const payments = await tell<CardPayment[]>(controlUrl, 'GET', '/card-payments');
  const legs = await readLegs(db);
  const found: string[] = [];
  for (const leg of legs) {
    const lines: { amountFen: number; serialNo: string }[] = [
      ...journal
        .filter(({ requestNo }) => requestNo === leg.requestNo)
        .map(({ amountFen, coreSerialNo }) => ({ amountFen, serialNo: coreSerialNo })),
      ...payments
        .filter(({ requestNo }) => requestNo === leg.requestNo)
        .map(({ amountFen, networkSerialNo }) => ({ amountFen, serialNo: networkSerialNo })),
    ];
    const what = `leg ${leg.requestNo} (${leg.direction} ${leg.step})`;
    if (lines.length > 1) found.push(`8: ${what} was carried out ${lines.length} times`);
    if (leg.state === 'refused' && lines.length > 0) found.push(`9: ${what} counts as refused and was carried out`);
    if (leg.state !== 'done') continue;
    const [line] = lines;
    if (!line) found.push(`9: ${what} counts as done, and nobody has a line of it`);
    else if (line.amountFen !== leg.amountFen || line.serialNo !== leg.serialNo)
      found.push(`9: ${what} and its line ${line.serialNo} say different things`);
  }
  const known = new Set(legs.map(({ requestNo }) => requestNo));
  for (const { requestNo } of payments)
    if (!known.has(requestNo)) found.push(`9: the network settled ${requestNo}, which nobody here has asked for`);
  return [...found, ...(await statesOf(db))];
}

const readLegs = (db: Db) =>
  db
    .selectFrom('transfers.legs as l')
    .innerJoin('transfers.transfers as t', 't.transfer_id', 'l.transfer_id')
    .select(['l.request_no as requestNo', 'l.step', 'l.state', 'l.serial_no as serialNo'])
    .select(['t.direction', 't.amount_fen as amountFen'])
    .execute();

/** What goes with each state of a transfer: which legs have ended how, how their calls stand, whether the customer was told. */
async function statesOf(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string; state: string; legs: string; calls: boolean; told: number }>`
    select t.transfer_id as id, t.state,
           string_agg(l.step || ' ' || l.state, ', ' order by l.opened_at) as legs,
           bool_and(case l.state when 'open' then c.state in ('intended', 'sent', 'unknown') else c.state = l.state end) as calls,
           (select count(*)::int from messages.messages m
            where m.customer_id = t.customer_id and m.kind like 'transfer-%' and m.kind <> 'transfer-code'
              and m.queued_at = t.settled_at) as told
    from transfers.transfers t
    join transfers.legs l using (transfer_id)
    join integrations.external_calls c using (request_no)
    group by t.transfer_id`.execute(db);
  const form: Readonly<Record<string, RegExp>> = {
    requested: /^take open$/,
    sent: /^take open$|^take done, give open$/,
    returning: /^take done, give refused(, back refused)*, back open$/,
    done: /^take done, give done$/,
    refused: /^take refused$|^take done, give refused(, back refused)*, back done$/,
  };
  return rows.flatMap(({ id, state, legs, calls, told }) => [
    ...(form[state]?.test(legs) ? [] : [`11: transfer ${id} is ${state}, its legs ${legs}`]),
    ...(calls ? [] : [`11: transfer ${id} is ${state}, and its calls do not stand as its legs`]),
    ...((state === 'done' || state === 'refused') === told > 0 ? [] : [`13: transfer ${id} is ${state}, told ${told}`]),
  ]);
}
