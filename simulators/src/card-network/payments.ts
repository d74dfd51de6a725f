import type { Db, Query } from '../db.ts';
import type { Fault } from '../faults.ts';
import { lockCard, type Card } from './cards.ts';
import { FINAL_REFUSALS, RESP_DESC, under } from './codes.ts';

export type PaymentOperation = 'collect' | 'pay';
export type PaymentMessage = { trace_no: string; pan: string; amt: string; ccy: string; memo: string };
type Request = {
  traceNo: string;
  operation: PaymentOperation;
  cardNo: string;
  amountFen: number;
  memo: string;
  state: 'new' | 'in-flight' | 'processing' | 'settled' | 'refused';
  respCode: string | null;
  inquiriesLeft: number;
};
type Day = () => string;

/** Idempotent on trace_no: whatever is asked under a number, its first result stands for ever. */
export function pay(
  db: Db,
  today: Day,
  operation: PaymentOperation,
  message: PaymentMessage,
  quirk?: Fault,
): Promise<object> {
  const { trace_no } = message;
  if (quirk?.kind === 'refuse' && !FINAL_REFUSALS.has(quirk.code))
    return Promise.resolve(under(quirk.code, { trace_no }));
  return db.tx(async (query) => {
    const request = await takeNumber(query, operation, message);
    if (!sameContent(request, operation, message)) return under('94', { trace_no });
    if (quirk?.kind === 'duplicate-accept') return settleTwice(query, request, today());
    if (request.state === 'settled') return receipt(query, request);
    if (request.state === 'refused') return under(request.respCode ?? '96', { trace_no });
    if (request.state === 'processing') return under('09', { trace_no });
    if (request.state === 'new' && quirk) {
      if (quirk.kind === 'refuse') return refuse(query, request, quirk.code);
      if (quirk.kind === 'processing') return park(query, request, 'processing', quirk.inquiries);
      if (quirk.kind === 'absent-then-appears') return park(query, request, 'in-flight', quirk.inquiries);
    }
    return settle(query, request, today());
  });
}

/** What became of a number. A parked payment is carried out once it has been asked about often enough. */
export function inquire(db: Db, today: Day, trace_no: string): Promise<object> {
  return db.tx(async (query) => {
    const request = await lockRequest(query, trace_no);
    if (!request) return under('25', { trace_no });
    if (request.state === 'processing' || request.state === 'in-flight') {
      if (request.inquiriesLeft > 0) {
        await query('update sim_card.requests set inquiries_left = inquiries_left - 1 where trace_no = $1', [trace_no]);
        return request.state === 'processing' ? under('00', { trace_no, orig_state: 'P' }) : under('25', { trace_no });
      }
      await settle(query, request, today());
      return statusOf(query, (await lockRequest(query, trace_no)) ?? request);
    }
    return statusOf(query, request);
  });
}

async function statusOf(query: Query, request: Request): Promise<object> {
  if (request.state === 'settled')
    return { ...(await receipt(query, request)), orig_state: 'S', orig_op: request.operation };
  const code = request.respCode ?? '96';
  return under('00', {
    trace_no: request.traceNo,
    orig_state: 'F',
    orig_code: code,
    orig_desc: RESP_DESC[code] ?? 'Declined',
  });
}

async function takeNumber(query: Query, operation: PaymentOperation, message: PaymentMessage): Promise<Request> {
  await query(
    `insert into sim_card.requests (trace_no, operation, card_no, amount_fen, memo, state)
     values ($1, $2, $3, $4, $5, 'new')
     on conflict do nothing`,
    [message.trace_no, operation, message.pan, Number(message.amt), message.memo],
  );
  const request = await lockRequest(query, message.trace_no);
  if (!request) throw new Error('request vanished');
  return request;
}

async function lockRequest(query: Query, traceNo: string): Promise<Request | undefined> {
  const [request] = await query<Request>(
    `select trace_no as "traceNo", operation, card_no as "cardNo", amount_fen as "amountFen", memo, state,
            resp_code as "respCode", inquiries_left as "inquiriesLeft"
     from sim_card.requests
     where trace_no = $1
     for update`,
    [traceNo],
  );
  return request;
}

const sameContent = (request: Request, operation: PaymentOperation, message: PaymentMessage) =>
  request.operation === operation && request.cardNo === message.pan && request.amountFen === Number(message.amt);

async function settle(query: Query, request: Request, day: string): Promise<object> {
  const refusal = refusalByRules(await lockCard(query, request.cardNo), request);
  if (refusal) return refuse(query, request, refusal);
  await moveMoney(query, request, day);
  return receipt(query, request);
}

/** A network without idempotency: a new number is settled twice at once, a known one again. */
async function settleTwice(query: Query, request: Request, day: string): Promise<object> {
  const answer = await settle(query, request, day);
  if (request.state === 'new' && (answer as { resp_code?: string }).resp_code === '00')
    await moveMoney(query, request, day);
  return answer;
}

function refusalByRules(card: Card | undefined, { operation, amountFen }: Request): string | undefined {
  if (amountFen <= 0) return '13';
  if (!card) return '14';
  if (card.kind === 'credit') return '57';
  if (card.state === 'lost') return '41';
  if (card.state === 'restricted') return '62';
  return operation === 'collect' && card.balanceFen < amountFen ? '51' : undefined;
}

async function refuse(query: Query, request: Request, code: string): Promise<object> {
  await query(`update sim_card.requests set state = 'refused', resp_code = $2 where trace_no = $1`, [
    request.traceNo,
    code,
  ]);
  return under(code, { trace_no: request.traceNo });
}

async function park(query: Query, request: Request, state: 'processing' | 'in-flight', inquiries: number) {
  await query('update sim_card.requests set state = $2, inquiries_left = $3 where trace_no = $1', [
    request.traceNo,
    state,
    inquiries,
  ]);
  return under('09', { trace_no: request.traceNo });
}

/** The card's balance, the line of settlement and the number's state in one statement; the card is locked already. */
const moveMoney = (query: Query, { traceNo, cardNo, operation, amountFen }: Request, day: string) =>
  query(
    `with card as (
       update sim_card.cards
       set balance_fen = balance_fen + $4
       where card_no = $2
     ), known as (
       update sim_card.requests
       set state = 'settled'
       where trace_no = $1
     )
     insert into sim_card.settlements (trace_no, card_no, operation, amount_fen, settled_on)
     values ($1, $2, $3, $5, $6::date)`,
    [traceNo, cardNo, operation, operation === 'pay' ? amountFen : -amountFen, amountFen, day],
  );

async function receipt(query: Query, { traceNo }: Request): Promise<object> {
  const [line] = await query<Settlement>(
    `select ${SETTLEMENT_COLUMNS} from sim_card.settlements where trace_no = $1 order by id limit 1`,
    [traceNo],
  );
  if (!line) throw new Error('settled without a settlement');
  return under('00', settlementFields(line));
}

export type Settlement = {
  id: number;
  traceNo: string;
  cardNo: string;
  operation: PaymentOperation;
  amountFen: number;
  settledOn: string;
};
export const SETTLEMENT_COLUMNS = `
  id, trace_no as "traceNo", card_no as "cardNo", operation, amount_fen as "amountFen",
  to_char(settled_on, 'YYYYMMDD') as "settledOn"`;

export const settlementFields = (line: Settlement) => ({
  trace_no: line.traceNo,
  net_serial: netSerial(line.id),
  settle_date: line.settledOn,
  pan: line.cardNo,
  amt: String(line.amountFen).padStart(12, '0'),
  ccy: '156',
});

export const netSerial = (id: number): string => `N${String(id).padStart(12, '0')}`;

const PAGE_SIZE = 500;

export async function settlementPage(db: Db, day: string, pageNo: number, quirk?: Fault): Promise<object> {
  const settled = await db.query<Settlement>(
    `select ${SETTLEMENT_COLUMNS} from sim_card.settlements where settled_on = $1::date order by id`,
    [day],
  );
  const lines = withQuirk(settled, day, quirk);
  return under('00', {
    settle_date: day.replaceAll('-', ''),
    page_no: String(pageNo),
    page_count: String(Math.ceil(lines.length / PAGE_SIZE)),
    line_count: String(lines.length),
    lines: lines
      .slice((pageNo - 1) * PAGE_SIZE, pageNo * PAGE_SIZE)
      .map((line) => ({ ...settlementFields(line), orig_op: line.operation })),
  });
}

/** The last line twice, a line that nobody sent, or the last line lost. */
function withQuirk(lines: Settlement[], day: string, quirk?: Fault): Settlement[] {
  const last = lines.at(-1);
  if (quirk?.kind === 'missing-line') return lines.slice(0, -1);
  if (quirk?.kind === 'duplicate-line' && last) return [...lines, last];
  if (quirk?.kind !== 'extra-line') return lines;
  const [cardNo, settledOn] = ['6299999999999999990', day.replaceAll('-', '')];
  const strange = { id: 999_999_999_999, traceNo: 'UNKNOWN0001', cardNo, amountFen: 88_88, settledOn };
  return [...lines, { ...strange, operation: 'collect' }];
}
