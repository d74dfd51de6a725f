import type { BusinessDate, Fen } from '@miaodai/values';
import type { Outcome } from '../outcome.ts';

/** The four elements by which a card is known for its holder's. */
export type CardElements = { requestNo: string; name: string; idNumber: string; cardNo: string; mobile: string };
export type CardFacts = { bankName: string; cardKind: 'debit' | 'credit' };

export type CardOrder = {
  /** Our number, at most 32 letters and digits. The network knows a payment by it, for ever. */
  requestNo: string;
  cardNo: string;
  amountFen: Fen;
  /** What the holder reads in the card's movements. */
  remark: string;
};
export type CardReceipt = {
  requestNo: string;
  networkSerialNo: string;
  settledOn: BusinessDate;
  amountFen: Fen;
  cardNo: string;
};

/** `absent` is not final: a payment may still be on its way. Sending it again under the same number is always safe. */
export type PaymentInquiry =
  | { state: 'settled'; receipt: CardReceipt & { operation: 'debit' | 'credit' } }
  | { state: 'processing' }
  | { state: 'absent' };

/** What the network has settled under our numbers on one of its dates, in pages from 1. */
export type SettlementLine = CardReceipt & { operation: 'debit' | 'credit' };
export type SettlementsPage = { page: number; pages: number; total: number; lines: SettlementLine[] };

/** What we ask of the card network (银行卡清算), in our words. */
export interface CardNetwork {
  /** A look; may be repeated freely. Refused with 'elements-mismatch', 'card-not-supported' or 'card-lost'. */
  verifyCard(elements: CardElements): Promise<Outcome<CardFacts>>;
  /** From the card to our clearing account. Idempotent on requestNo. */
  debitCard(order: CardOrder): Promise<Outcome<CardReceipt>>;
  /** From our clearing account to the card. Idempotent on requestNo. */
  creditCard(order: CardOrder): Promise<Outcome<CardReceipt>>;
  /** A look by our own number; refused only where the network has finally refused that payment. */
  findPayment(requestNo: string): Promise<Outcome<PaymentInquiry>>;
  /** A look; may be repeated freely. While a date is not over, its last page may grow. */
  settlements(on: BusinessDate, page: number): Promise<Outcome<SettlementsPage>>;
}
