import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { CARD_STATES, createCard, findCard, issuerOf } from '../card-network/cards.ts';
import { netSerial, SETTLEMENT_COLUMNS, type Settlement } from '../card-network/payments.ts';
import type { Db } from '../db.ts';
import type { World } from './control-world.ts';
import { notFound, oneOrMore, read } from './input.ts';

const cardInput = z.strictObject({
  cardNo: z.string().regex(/^\d{12,19}$/),
  holderName: z.string().min(1).max(60),
  idNumber: z.string().regex(/^\d{17}[\dX]$/),
  mobile: z.string().regex(/^1\d{10}$/),
  bankName: z.string().min(1).max(60).optional(),
  kind: z.enum(['debit', 'credit']).default('debit'),
  state: z.enum(CARD_STATES).default('normal'),
  balanceFen: z.int().min(0).default(50_000_00),
});
const cardChange = z.strictObject({ state: z.enum(CARD_STATES).optional(), balanceFen: z.int().min(0).optional() });

/** Cards and what was paid by them, past the network's own interface. */
export function addCards(app: FastifyInstance, { db }: World): void {
  app.post('/cards', async (request) => {
    const created: string[] = [];
    for (const card of read(oneOrMore(cardInput), request.body)) {
      const bankName = card.bankName ?? issuerOf(card.cardNo);
      if (await createCard(db.query, { ...card, bankName })) created.push(card.cardNo);
    }
    return { created };
  });
  app.put<{ Params: { cardNo: string } }>('/cards/:cardNo', async (request) => {
    const { state, balanceFen } = read(cardChange, request.body);
    const [changed] = await db.query(
      `update sim_card.cards
       set state = coalesce($2, state), balance_fen = coalesce($3, balance_fen)
       where card_no = $1
       returning card_no as "cardNo", state, balance_fen as "balanceFen"`,
      [request.params.cardNo, state ?? null, balanceFen ?? null],
    );
    if (!changed) throw notFound('no such card');
    return changed;
  });
  app.get<{ Params: { cardNo: string } }>('/cards/:cardNo', async (request) => {
    const card = await findCard(db.query, request.params.cardNo);
    if (!card) throw notFound('no such card');
    return card;
  });
  app.get<{ Querystring: { requestNo?: string } }>('/card-payments', (request) =>
    listPayments(db, request.query.requestNo),
  );
}

export type CardPayment = {
  requestNo: string;
  networkSerialNo: string;
  operation: string;
  cardNo: string;
  amountFen: number;
  settledOn: string;
};

/** Newest first; of one request number, or the latest of all. */
export async function listPayments(db: Db, requestNo?: string): Promise<CardPayment[]> {
  const rows = await db.query<Settlement>(
    `select ${SETTLEMENT_COLUMNS}
     from sim_card.settlements
     where $1::text is null or trace_no = $1
     order by id desc
     limit 200`,
    [requestNo ?? null],
  );
  return rows.map((row) => ({
    requestNo: row.traceNo,
    networkSerialNo: netSerial(row.id),
    operation: row.operation,
    cardNo: row.cardNo,
    amountFen: row.amountFen,
    settledOn: `${row.settledOn.slice(0, 4)}-${row.settledOn.slice(4, 6)}-${row.settledOn.slice(6)}`,
  }));
}
