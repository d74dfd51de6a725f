import type { z } from 'zod';
import { postJson, type Endpoint } from '../http-call.ts';
import { done, refused, unknown, type Outcome } from '../outcome.ts';
import type { AccountInquiry, AccountReceipt, CoreBanking, StateOrder } from './port.ts';
import { ACCOUNT_STATES, accountRequestQueryReply, accountRequestReply, FINAL_ACCOUNT_REFUSALS } from './wire.ts';

type Requests = Pick<CoreBanking, 'openAccount' | 'activate' | 'changeState' | 'findAccountRequest'>;
const TO_STS: Record<StateOrder['to'], string> = { normal: '0', frozen: '1', lost: '5' };

/** Requests that open an account or change its state, each under a number of ours. */
export const accountRequests = (endpoint: Endpoint): Requests => ({
  openAccount: ({ requestNo, name, idNumber, mobile, cardNo }) =>
    ask(endpoint, '/acct-open', requestNo, { CUST_NAME: name, CERT_NO: idNumber, MOBILE: mobile, BIND_CARD: cardNo }),
  activate: ({ requestNo, accountNo, address }) =>
    ask(endpoint, '/acct-activate', requestNo, { ACCT_NO: accountNo, ADDR: address }),
  changeState: ({ requestNo, accountNo, to }) =>
    ask(endpoint, '/acct-state', requestNo, { ACCT_NO: accountNo, TO_STS: TO_STS[to] }),
  findAccountRequest: (requestNo) => find(endpoint, requestNo),
});

async function ask(
  endpoint: Endpoint,
  path: string,
  requestNo: string,
  message: Readonly<Record<string, string>>,
): Promise<Outcome<AccountReceipt>> {
  const reply = await postJson(endpoint, path, { REQ_NO: requestNo, ...message }, accountRequestReply);
  if (reply.is === 'unknown') return reply;
  const { body } = reply;
  if (body.REQ_NO !== requestNo) return unknown('answer about another request number');
  if (!('ACCT_NO' in body)) return refusedOrUnknown(body.RET_CODE, body.RET_MSG);
  if ('ACCT_NO' in message && body.ACCT_NO !== message['ACCT_NO']) return unknown('answer about another account');
  return receiptOf(body);
}

/** The inquiry knows only the number, so whoever asks compares the account with the one they meant. */
async function find(endpoint: Endpoint, requestNo: string): Promise<Outcome<AccountInquiry>> {
  const reply = await postJson(endpoint, '/req-query', { REQ_NO: requestNo }, accountRequestQueryReply);
  if (reply.is === 'unknown') return reply;
  const { body } = reply;
  if (body.REQ_NO !== requestNo) return unknown('answer about another request number');
  if (!('REQ_STS' in body)) {
    return body.RET_CODE === '3404' ? done({ state: 'absent' }) : unknown(`core code ${body.RET_CODE}`);
  }
  if (body.REQ_STS === 'P') return done({ state: 'processing' });
  if (body.REQ_STS === 'F') return refusedOrUnknown(body.ORIG_CODE, body.ORIG_MSG);
  const receipt = receiptOf(body);
  return receipt.is === 'done' ? done({ state: 'done', receipt: receipt.value }) : receipt;
}

type Answered = Extract<z.infer<typeof accountRequestReply>, { ACCT_NO: string }>;
function receiptOf({ REQ_NO, ACCT_NO, ACCT_STS }: Omit<Answered, 'RET_CODE' | 'RET_MSG'>): Outcome<AccountReceipt> {
  const state = ACCOUNT_STATES[ACCT_STS];
  return state ? done({ requestNo: REQ_NO, accountNo: ACCT_NO, state }) : unknown('account in a state we do not know');
}

/** Only codes that their document calls final are final. */
function refusedOrUnknown(code: string, text: string): Outcome<never> {
  const ours = Object.hasOwn(FINAL_ACCOUNT_REFUSALS, code) ? FINAL_ACCOUNT_REFUSALS[code] : undefined;
  return ours ? refused(ours, text) : unknown(`core code ${code}`);
}
