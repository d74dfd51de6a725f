import type { Query } from '../db.ts';

export const CARD_STATES = ['normal', 'lost', 'restricted'] as const;
export type CardState = (typeof CARD_STATES)[number];
export type Card = {
  cardNo: string;
  holderName: string;
  idNumber: string;
  mobile: string;
  bankName: string;
  kind: 'debit' | 'credit';
  state: CardState;
  balanceFen: number;
};

/** What is on a card that nobody has introduced. */
const MADE_UP_BALANCE_FEN = 50_000_00;
/** Issuers by the first six digits; every other number belongs to a bank without a name. */
const ISSUERS: Readonly<Record<string, string>> = {
  '622202': '中国工商银行',
  '621700': '中国建设银行',
  '622848': '中国农业银行',
  '621660': '中国银行',
  '622588': '招商银行',
  '621098': '中国邮政储蓄银行',
};

const COLUMNS = `
  card_no as "cardNo", holder_name as "holderName", id_number as "idNumber", mobile, bank_name as "bankName", kind, state,
  balance_fen as "balanceFen"`;

export async function findCard(query: Query, cardNo: string): Promise<Card | undefined> {
  const [card] = await query<Card>(`select ${COLUMNS} from sim_card.cards where card_no = $1`, [cardNo]);
  return card;
}

export const listCards = (query: Query) =>
  query<Card>(`select ${COLUMNS} from sim_card.cards order by card_no limit 500`);

export async function lockCard(query: Query, cardNo: string): Promise<Card | undefined> {
  const [card] = await query<Card>(`select ${COLUMNS} from sim_card.cards where card_no = $1 for update`, [cardNo]);
  return card;
}

/** A card that is there stays as it is, so that a seed may run at every start. */
export async function createCard(query: Query, card: Card): Promise<boolean> {
  const made = await query(
    `insert into sim_card.cards (card_no, holder_name, id_number, mobile, bank_name, kind, state, balance_fen)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict do nothing
     returning card_no`,
    [card.cardNo, card.holderName, card.idNumber, card.mobile, card.bankName, card.kind, card.state, card.balanceFen],
  );
  return made.length > 0;
}

/** The card as the rules of the test environment make it up; undefined where no such number exists. */
export function madeUpCard(
  cardNo: string,
  holder: { name: string; idNumber: string; mobile: string },
): Card | undefined {
  if (!/^[456]/.test(cardNo)) return undefined;
  return {
    cardNo,
    holderName: holder.name,
    idNumber: holder.idNumber,
    mobile: holder.mobile,
    bankName: issuerOf(cardNo),
    kind: cardNo.startsWith('6') ? 'debit' : 'credit',
    state: 'normal',
    balanceFen: MADE_UP_BALANCE_FEN,
  };
}

export const issuerOf = (cardNo: string): string => ISSUERS[cardNo.slice(0, 6)] ?? '银行卡成员行';
