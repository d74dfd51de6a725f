import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Db } from '../db.ts';
import type { Fault } from '../faults.ts';
import { operation, type Operation, type Service } from '../service.ts';
import { createCard, findCard, madeUpCard } from './cards.ts';
import { cardDialect, under } from './codes.ts';
import { inquire, pay, settlementPage, type PaymentOperation } from './payments.ts';

// Written from docs/integrations/card-network/interface.md, not from our adapter.

const traceNo = z.string().regex(/^[A-Za-z0-9]{1,32}$/);
const pan = z.string().regex(/^\d{12,19}$/);
const verifyMessage = z.object({
  trace_no: traceNo,
  pan,
  holder: z.string().min(1).max(60),
  id_no: z.string().regex(/^\d{17}[\dX]$/),
  phone: z.string().regex(/^1\d{10}$/),
});
const paymentMessage = z.object({
  trace_no: traceNo,
  pan,
  amt: z.string().regex(/^\d{12}$/),
  ccy: z.literal('156'),
  memo: z
    .string()
    .max(40)
    .regex(/^\P{Cc}*$/u),
});
const settlementsMessage = z.object({
  settle_date: z
    .string()
    .regex(/^\d{8}$/)
    .transform((text) => `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`)
    .pipe(z.iso.date()),
  page_no: z.string().regex(/^[1-9]\d{0,5}$/),
});

export const cardNetwork = (db: Db, clock: Clock, lateMs: number): Service => ({
  system: 'card-network',
  dialect: cardDialect,
  operations: [
    operation({
      name: 'verify',
      path: '/verify',
      number: 'trace_no',
      message: verifyMessage,
      perform: (message) => verify(db, message),
    }),
    payment(db, clock, lateMs, 'collect'),
    payment(db, clock, lateMs, 'pay'),
    operation({
      name: 'query',
      path: '/query',
      number: 'trace_no',
      message: z.object({ trace_no: traceNo }),
      perform: (message) => inquire(db, clock.today, message.trace_no),
    }),
    operation({
      name: 'settlements',
      path: '/settlements',
      number: 'settle_date',
      message: settlementsMessage,
      perform: ({ settle_date, page_no }, quirk) => settlementPage(db, settle_date, Number(page_no), quirk),
    }),
  ],
});

const payment = (db: Db, clock: Clock, lateMs: number, name: PaymentOperation): Operation =>
  operation({
    name,
    path: `/${name}`,
    number: 'trace_no',
    message: paymentMessage,
    keepsRefusals: true,
    steer: (message) => byLastDigit(message.pan, name, lateMs),
    perform: (message, quirk) => pay(db, clock.today, name, message, quirk),
  });

/** The table at the end of the interface document. */
function byLastDigit(cardNo: string, name: PaymentOperation, lateMs: number): Fault | undefined {
  const faults: Readonly<Record<string, Fault>> = {
    '5': { kind: 'apply-then-hang-up' },
    '6': { kind: 'apply-then-late', ms: lateMs },
    '7': { kind: 'status-500-html', applied: true },
    '8': { kind: 'refuse', code: name === 'collect' ? '51' : '62' },
    '9': { kind: 'truncated-json', applied: true },
  };
  return faults[cardNo.at(-1) ?? ''];
}

async function verify(db: Db, message: z.infer<typeof verifyMessage>): Promise<object> {
  const { trace_no, pan: cardNo } = message;
  const known = await findCard(db.query, cardNo);
  if (!known && cardNo.endsWith('4')) return under('05', { trace_no });
  const named = { name: message.holder, idNumber: message.id_no, mobile: message.phone };
  const card = known ?? madeUpCard(cardNo, named);
  if (!card) return under('14', { trace_no });
  if (card.state === 'lost') return under('41', { trace_no });
  if (card.state === 'restricted') return under('62', { trace_no });
  const same = card.holderName === named.name && card.idNumber === named.idNumber && card.mobile === named.mobile;
  if (!same) return under('05', { trace_no });
  if (!known) await createCard(db.query, card);
  return under('00', { trace_no, pan: cardNo, issuer: card.bankName, card_kind: card.kind === 'debit' ? 'D' : 'C' });
}
