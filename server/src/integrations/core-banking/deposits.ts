import type { z } from 'zod';
import { postJson, type Endpoint } from '../http-call.ts';
import { done, refused, unknown, type Outcome } from '../outcome.ts';
import type { CoreBanking, Deposit, DepositInquiry, DepositOrder, DepositReceipt } from './port.ts';
import { CURRENCY, notFinal } from './receipts.ts';
import { DEPOSIT_STATES, depositListReply, depositQueryReply, depositReply, FINAL_DEPOSIT_REFUSALS } from './wire.ts';

type Deposits = Pick<
  CoreBanking,
  'deposits' | 'releaseDeposit' | 'redeemDeposit' | 'pledgeDeposit' | 'findDepositRequest'
>;

/** Time deposits, pledged for a loan or not. What a request led to must be what it asked for. */
export const deposits = (endpoint: Endpoint): Deposits => ({
  deposits: (accountNo) => list(endpoint, accountNo),
  releaseDeposit: ({ loanNo, ...order }) =>
    ask(endpoint, { path: '/deposit-release', leadsTo: 'free' }, order, { LOAN_NO: loanNo }),
  redeemDeposit: (order) => ask(endpoint, { path: '/deposit-redeem', leadsTo: 'redeemed' }, order),
  pledgeDeposit: ({ loanNo, ...order }) =>
    ask(endpoint, { path: '/deposit-pledge', leadsTo: 'pledged' }, order, { LOAN_NO: loanNo }),
  findDepositRequest: (requestNo) => find(endpoint, requestNo),
});

async function list(endpoint: Endpoint, accountNo: string): Promise<Outcome<Deposit[]>> {
  const reply = await postJson(endpoint, '/deposit-list', { ACCT_NO: accountNo }, depositListReply);
  if (reply.is === 'unknown') return reply;
  const { body } = reply;
  if (body.ACCT_NO !== accountNo) return unknown('answer about another account');
  if (!('LIST' in body)) {
    return body.RET_CODE === '3405' ? refused('no-such-account', body.RET_MSG) : notFinal(body.RET_CODE);
  }
  if (body.LIST.some((line) => line.CCY !== CURRENCY)) return unknown('deposit in another currency');
  return done(
    body.LIST.map((line) => ({
      depositNo: line.DEP_NO,
      principalFen: line.AMT,
      annualRatePpm: line.RATE,
      maturesOn: line.MATURES,
      state: DEPOSIT_STATES[line.DEP_STS] as Deposit['state'],
      pledgedForLoanNo: line.LOAN_NO === '' ? null : line.LOAN_NO,
      paysTodayFen: line.EARLY_AMT,
      paysAtMaturityFen: line.MATUR_AMT,
    })),
  );
}

async function ask(
  endpoint: Endpoint,
  { path, leadsTo }: { path: string; leadsTo: Deposit['state'] },
  { requestNo, accountNo, depositNo }: DepositOrder,
  further: Readonly<Record<string, string>> = {},
): Promise<Outcome<DepositReceipt>> {
  const message = { REQ_NO: requestNo, ACCT_NO: accountNo, DEP_NO: depositNo, ...further };
  const reply = await postJson(endpoint, path, message, depositReply);
  if (reply.is === 'unknown') return reply;
  const { body } = reply;
  if (body.REQ_NO !== requestNo) return unknown('answer about another request number');
  if (!('DEP_NO' in body)) return refusedOrUnknown(body.RET_CODE, body.RET_MSG);
  if (body.DEP_NO !== depositNo) return unknown('answer about another deposit');
  const receipt = receiptOf(body);
  return receipt.is === 'done' && receipt.value.state !== leadsTo ? unknown('led to another state') : receipt;
}

/** The inquiry knows only the number, so whoever asks compares deposit and state with what they meant. */
async function find(endpoint: Endpoint, requestNo: string): Promise<Outcome<DepositInquiry>> {
  const reply = await postJson(endpoint, '/req-query', { REQ_NO: requestNo }, depositQueryReply);
  if (reply.is === 'unknown') return reply;
  const { body } = reply;
  if (body.REQ_NO !== requestNo) return unknown('answer about another request number');
  if (!('REQ_STS' in body)) return body.RET_CODE === '3404' ? done({ state: 'absent' }) : notFinal(body.RET_CODE);
  if (body.REQ_STS === 'P') return done({ state: 'processing' });
  if (body.REQ_STS === 'F') return refusedOrUnknown(body.ORIG_CODE, body.ORIG_MSG);
  const receipt = receiptOf(body);
  return receipt.is === 'done' ? done({ state: 'done', receipt: receipt.value }) : receipt;
}

type Answered = Extract<z.infer<typeof depositReply>, { DEP_NO: string }>;
function receiptOf(body: Omit<Answered, 'RET_CODE' | 'RET_MSG'>): Outcome<DepositReceipt> {
  const state = DEPOSIT_STATES[body.DEP_STS];
  if (!state || body.CCY !== CURRENCY) return unknown('deposit in a state or currency we do not know');
  // Money comes with a redemption, and with nothing else.
  if ((state === 'redeemed') !== body.PAID_AMT > 0) return unknown('state and payment contradict each other');
  return done({ requestNo: body.REQ_NO, depositNo: body.DEP_NO, state, paidFen: body.PAID_AMT });
}

/** Only codes that their document calls final are final. */
function refusedOrUnknown(code: string, text: string): Outcome<never> {
  const ours = Object.hasOwn(FINAL_DEPOSIT_REFUSALS, code) ? FINAL_DEPOSIT_REFUSALS[code] : undefined;
  return ours ? refused(ours, text) : notFinal(code);
}
