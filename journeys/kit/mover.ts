import type { Answer, CustomerOperations } from '@miaodai/http-api';
import type { Fen } from '@miaodai/values';
import { until, type Borrower } from './borrower.ts';
import { tell } from './introduce.ts';

export type MovedMoney = Answer<CustomerOperations['readTransfer']>;
export type Wish = { direction: 'in' | 'out'; amountFen: Fen };

/** What a customer does with the money on their account and card, over HTTP. */
export const startTransfer = async (it: Borrower, wish: Wish, smsCode?: string, key?: string): Promise<MovedMoney> => {
  const transactionPassword = await it.sealPassword();
  const body = { ...wish, transactionPassword, ...(smsCode === undefined ? {} : { smsCode }) };
  return it.api.startTransfer({ body }, key === undefined ? {} : { idempotencyKey: key });
};

export const readTransfer = (it: Borrower, { transferId }: { transferId: string }, waitMs = 2_000) =>
  it.api.readTransfer({ params: { transferId }, query: { waitMs } });

export const untilMoved = (it: Borrower, asked: { transferId: string }, deadlineMs = 60_000): Promise<MovedMoney> =>
  until(
    'the end of the transfer',
    async () => {
      const now = await readTransfer(it, asked, 1_000);
      return now.state === 'done' || now.state === 'refused' ? now : undefined;
    },
    deadlineMs,
  );

export const cardBalance = async (controlUrl: string, cardNo: string): Promise<number> =>
  (await tell<{ balanceFen: number }>(controlUrl, 'GET', `/cards/${cardNo}`)).balanceFen;
