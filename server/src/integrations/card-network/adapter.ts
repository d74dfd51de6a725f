import type { z } from 'zod';
import type { BusinessDate, Fen } from '@miaodai/values';
import { postJson, type Endpoint } from '../http-call.ts';
import { done, refused, unknown, type Outcome } from '../outcome.ts';
import type {
  CardElements,
  CardFacts,
  CardNetwork,
  CardOrder,
  CardReceipt,
  PaymentInquiry,
  SettlementsPage,
} from './port.ts';
import { PAYMENT_REFUSALS, paymentReply, queryReply, settlementsReply, VERIFY_REFUSALS, verifyReply } from './wire.ts';

/** Their code for CNY. */
const CURRENCY = '156';

/** The network's words and ours. What it answers about another number, amount or card than asked is no answer. */
export const cardNetworkAdapter = (endpoint: Endpoint): CardNetwork => ({
  verifyCard: (elements) => verifyCard(endpoint, elements),
  debitCard: (order) => pay(endpoint, '/collect', order),
  creditCard: (order) => pay(endpoint, '/pay', order),
  findPayment: (requestNo) => findPayment(endpoint, requestNo),
  settlements: (on, page) => settlements(endpoint, on, page),
});

async function verifyCard(endpoint: Endpoint, elements: CardElements): Promise<Outcome<CardFacts>> {
  const { requestNo, cardNo, name, idNumber, mobile } = elements;
  const message = { trace_no: requestNo, pan: cardNo, holder: name, id_no: idNumber, phone: mobile };
  const reply = await postJson(endpoint, '/verify', message, verifyReply);
  if (reply.is === 'unknown') return reply;
  const { body } = reply;
  if (body.trace_no !== requestNo) return unknown('answer about another request number');
  if (!('issuer' in body)) return refusedOrUnknown(VERIFY_REFUSALS, body.resp_code, body.resp_desc);
  if (body.pan !== cardNo) return unknown('answer about another card');
  return done({ bankName: body.issuer, cardKind: body.card_kind === 'D' ? 'debit' : 'credit' });
}

async function pay(endpoint: Endpoint, path: '/collect' | '/pay', order: CardOrder): Promise<Outcome<CardReceipt>> {
  const message = {
    trace_no: order.requestNo,
    pan: order.cardNo,
    amt: amountText(order.amountFen),
    ccy: CURRENCY,
    memo: order.remark,
  };
  const reply = await postJson(endpoint, path, message, paymentReply);
  if (reply.is === 'unknown') return reply;
  const { body } = reply;
  if (body.trace_no !== order.requestNo) return unknown('answer about another request number');
  if (!('net_serial' in body)) return refusedOrUnknown(PAYMENT_REFUSALS, body.resp_code, body.resp_desc);
  if (body.ccy !== CURRENCY) return unknown('receipt in another currency');
  if (body.amt !== order.amountFen) return unknown('receipt over another amount');
  if (body.pan !== order.cardNo) return unknown('receipt for another card');
  return done(receiptOf(body));
}

/** The inquiry knows only the number, so whoever asks compares the receipt's amount and card with what was ordered. */
async function findPayment(endpoint: Endpoint, requestNo: string): Promise<Outcome<PaymentInquiry>> {
  const reply = await postJson(endpoint, '/query', { trace_no: requestNo }, queryReply);
  if (reply.is === 'unknown') return reply;
  const { body } = reply;
  if (body.trace_no !== requestNo) return unknown('answer about another request number');
  if (!('orig_state' in body))
    return body.resp_code === '25' ? done({ state: 'absent' }) : unknown(`card network code ${body.resp_code}`);
  if (body.orig_state === 'P') return done({ state: 'processing' });
  if (body.orig_state === 'F') return refusedOrUnknown(PAYMENT_REFUSALS, body.orig_code, body.orig_desc);
  if (body.ccy !== CURRENCY) return unknown('receipt in another currency');
  return done({
    state: 'settled',
    receipt: { ...receiptOf(body), operation: OPERATIONS[body.orig_op] },
  });
}

async function settlements(endpoint: Endpoint, on: BusinessDate, page: number): Promise<Outcome<SettlementsPage>> {
  const message = { settle_date: on.replaceAll('-', ''), page_no: String(page) };
  const reply = await postJson(endpoint, '/settlements', message, settlementsReply);
  if (reply.is === 'unknown') return reply;
  const { body } = reply;
  if (!('lines' in body)) return unknown(`card network code ${body.resp_code}`);
  if (body.settle_date !== on || body.page_no !== page) return unknown('another page of settlements than asked for');
  const strange = body.lines.find((line) => line.ccy !== CURRENCY || line.settle_date !== on);
  if (strange) return unknown(`settlement ${strange.net_serial} is out of place`);
  const lines = body.lines.map((line) => ({ ...receiptOf(line), operation: OPERATIONS[line.orig_op] }));
  return done({ page, pages: body.page_count, total: body.line_count, lines });
}

const OPERATIONS = { collect: 'debit', pay: 'credit' } as const;

type Settled = Extract<z.infer<typeof paymentReply>, { net_serial: string }>;
const receiptOf = (body: Omit<Settled, 'resp_code' | 'resp_desc'>): CardReceipt => ({
  requestNo: body.trace_no,
  networkSerialNo: body.net_serial,
  settledOn: body.settle_date,
  amountFen: body.amt,
  cardNo: body.pan,
});

const amountText = (amountFen: Fen): string => String(amountFen).padStart(12, '0');

/** Only codes that their document calls final are final. */
function refusedOrUnknown(final: Readonly<Record<string, string>>, code: string, text: string): Outcome<never> {
  const ours = Object.hasOwn(final, code) ? final[code] : undefined;
  return ours ? refused(ours, text) : unknown(`card network code ${code}`);
}
