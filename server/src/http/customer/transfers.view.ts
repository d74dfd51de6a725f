import type { Answer, transferOperations } from '@miaodai/http-api';
import { problems } from '@miaodai/http-api/problems';
import { fen, mask, type Fen } from '@miaodai/values';
import type { DirectionTerms, readTerms, Transfer } from '../../customer/transfers/index.ts';

type Terms = Extract<Awaited<ReturnType<typeof readTerms>>, { ok: true }>['value'];

export const viewTerms = ({
  account,
  card,
  settings,
  arrival,
  ...terms
}: Terms & { arrival: Record<'in' | 'out', string> }): Answer<typeof transferOperations.readTransferTerms> => {
  const smsAboveFen = fen(settings.transferSmsAboveFen);
  return {
    accountNo: mask.accountNo(account.accountNo),
    balanceFen: account.balanceFen,
    availableFen: account.availableFen,
    card: { bankName: card.bankName, cardNo: mask.accountNo(card.cardNo) },
    in: viewDirection(terms.in, smsAboveFen, arrival.in),
    out: viewDirection(terms.out, smsAboveFen, arrival.out),
  };
};

const viewDirection = (terms: DirectionTerms, smsAboveFen: Fen, arrival: string) => ({
  ok: terms.refusal === undefined,
  reason: terms.refusal === undefined ? null : problems[terms.refusal].title,
  minFen: terms.limits.minFen,
  maxFen: terms.maxFen,
  leftTodayFen: terms.leftTodayFen,
  smsAboveFen,
  arrival,
});

export const viewTransfer = (
  transfer: Transfer,
  balanceFen: Fen | null,
): Answer<typeof transferOperations.readTransfer> => ({
  transferId: transfer.id,
  direction: transfer.direction,
  amountFen: transfer.amountFen,
  state: transfer.state,
  reason: transfer.state === 'returning' || transfer.state === 'refused' ? reasonOf(transfer) : null,
  cardNo: mask.accountNo(transfer.cardNo),
  bankName: transfer.bankName,
  accountNo: mask.accountNo(transfer.accountNo),
  serialNo: transfer.state === 'done' ? transfer.serialNo : null,
  requestedAt: transfer.requestedAt,
  settledAt: transfer.settledAt,
  balanceFen,
});

/** What the customer can do about it; what is the bank's affair stays with the bank. */
const CAUSES: Readonly<Record<string, string>> = {
  'in insufficient-funds': '银行卡余额不足',
  'out insufficient-funds': '电子账户可用余额不足',
  'card-lost': '银行卡已挂失',
  'no-such-card': '银行卡不存在或已注销',
  'card-restricted': '银行卡被发卡银行限制交易',
  'card-not-supported': '银行卡不支持此交易',
  'payee-frozen': '电子账户已冻结',
  'payer-frozen': '电子账户已冻结',
  'payee-closed': '电子账户已销户',
  'payer-closed': '电子账户已销户',
  'payer-credit-only': '电子账户只收不付',
  'payee-not-active': '电子账户未激活',
  'payer-not-active': '电子账户未激活',
};

function reasonOf({ direction, refusalCode, state, serialNo }: Transfer): string {
  const cause = CAUSES[`${direction} ${refusalCode}`] ?? CAUSES[refusalCode ?? ''] ?? '对方系统未能受理';
  if (state === 'returning') return `${cause}，资金正在退回`;
  // For money out the core has taken before it was refused; for money in the card has: its refusal is then the core's.
  const cameBack = direction === 'out' ? serialNo !== null : refusalCode?.startsWith('pay') === true;
  return cameBack ? `${cause}，资金已退回` : `${cause}，资金没有变动`;
}
