import type { transferOperations } from '@miaodai/http-api';
import { mask, ok, refuse, type CustomerId, type Fen } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { readText } from '../../bank/content/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { issueSmsCode, subjectOf, type SmsCodeScope } from '../../customer/credentials/index.ts';
import { readContact } from '../../customer/identity/index.ts';
import { queueMessage } from '../../customer/messages/index.ts';
import {
  isSettled,
  listMovements,
  ownTransfer,
  readTerms,
  refusalOf,
  requestTransfer,
  transfersOf,
  type Transfer,
  type TransferId,
} from '../../customer/transfers/index.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { yuanDisplay } from '@miaodai/values';
import { newsWithin } from '../../platform/news-within.ts';
import { informed, type Handlers } from '../door.ts';
import type { Needs } from './needs.ts';
import { proveSmsCode, proveTransactionPassword } from './proofs.ts';
import { viewTerms, viewTransfer } from './transfers.view.ts';

export const transferRoutes = (needs: Needs): Handlers<typeof transferOperations> => ({
  ...beginning(needs),
  ...looking(needs),
});

type Looking = 'readTransferTerms' | 'readTransfer' | 'listTransfers' | 'listMovements';

const looking = (needs: Needs): Pick<Handlers<typeof transferOperations>, Looking> => {
  const { db, vault, jobs, coreBanking } = needs;
  return {
    readTransferTerms: async (_, { customerId }) => {
      const terms = await readTerms(needs, customerId);
      if (!terms.ok) return terms;
      const on = await today(db);
      const [into, out] = await Promise.all([
        readText(db, 'transfer-arrival:in', on),
        readText(db, 'transfer-arrival:out', on),
      ]);
      return ok(viewTerms({ ...terms.value, arrival: { in: into.paragraphs.join(''), out: out.paragraphs.join('') } }));
    },
    readTransfer: async ({ params, query }, { customerId }) => {
      const id = params.transferId as TransferId;
      const read = () => ownTransfer(db, vault, id, customerId);
      const first = await read();
      if (!first) return refuse('not-found');
      const wait = { ms: query.waitMs ?? 0, atWork: () => jobs.atWork('transfer.leg-begun', id) };
      const settled = ({ state }: Transfer) => isSettled(state);
      const transfer = await newsWithin(wait, first, settled, async () => (await read()) ?? first);
      // The new balance is shown with the result (ACC-4); where the core is silent just now, the result is shown without it.
      const account = isSettled(transfer.state) ? await coreBanking.account(transfer.accountNo) : undefined;
      return ok(viewTransfer(transfer, account?.is === 'done' ? account.value.balanceFen : null));
    },
    listTransfers: async (_, { customerId }) => {
      const transfers = await transfersOf(db, vault, customerId);
      return ok({ transfers: transfers.map((transfer) => viewTransfer(transfer, null)) });
    },
    listMovements: async ({ query }, { customerId }) => {
      const found = await listMovements(needs, customerId, query);
      if (!found.ok) return found;
      const movements = found.value.movements.map(({ coreSerialNo, otherAccountNo, isOurs, ...movement }) => ({
        ...movement,
        serialNo: coreSerialNo,
        otherAccountNo: isOurs ? '' : mask.accountNo(otherAccountNo),
      }));
      return ok({ ...found.value, movements });
    },
  };
};

type Beginning = 'requestTransferCode' | 'startTransfer';

const beginning = (needs: Needs): Pick<Handlers<typeof transferOperations>, Beginning> => ({
  requestTransferCode: {
    within: async (context, { body }, { customerId }) => {
      const { vault } = needs;
      const { mobile } = await readContact(context.tx, vault, customerId);
      const settings = await readSettings(context.tx, context.today);
      const issued = await issueSmsCode(context, vault, codeFor(vault, customerId, body), settings);
      if (!issued.ok) return issued;
      const { code, resendAt, expiresAt } = issued.value;
      const minutes = String(Math.floor(settings.smsCodeSeconds / 60));
      const words = { direction: body.direction === 'in' ? '转入电子账户' : '转出至银行卡', code, minutes };
      const to = { mobile, kind: 'transfer-code', worthlessFrom: expiresAt };
      await queueMessage(context, vault, to, { ...words, amount: yuanDisplay(body.amountFen) });
      return ok({ sentTo: mask.mobile(mobile), resendAt, expiresAt, now: context.now });
    },
  },
  startTransfer: informed({
    before: async ({ body }, { customerId, from }) => {
      const terms = await readTerms(needs, customerId);
      if (!terms.ok) return terms;
      const { direction, amountFen, smsCode } = body;
      const refused = refusalOf(terms.value, direction, amountFen);
      if (!refused.ok) return refused;
      const asksCode = amountFen > terms.value.settings.transferSmsAboveFen;
      if (asksCode && smsCode === undefined) return refuse('sms-code-needed');
      // The password goes first: a wrong one leaves the code good for the next try.
      const password = await proveTransactionPassword(needs, { customerId, from }, body.transactionPassword);
      if (!password.ok) return password;
      if (asksCode && smsCode !== undefined) {
        const code = await proveSmsCode(needs, codeFor(needs.vault, customerId, body), smsCode);
        if (!code.ok) return code;
      }
      return ok({ accountNo: terms.value.account.accountNo, cardNo: terms.value.card.cardNo });
    },
    within: async (context, { body }, { customerId }, { accountNo, cardNo }) => {
      const { direction, amountFen } = body;
      const wish = { customerId, direction, amountFen, accountNo, cardNo };
      const requested = await requestTransfer(context, needs.vault, wish);
      return requested.ok ? ok(viewTransfer(requested.value, null)) : requested;
    },
  }),
});

/** A code is for one direction and one amount: who reads it out to a swindler has been told what it pays. */
const codeFor = (
  vault: Vault,
  customerId: CustomerId,
  { direction, amountFen }: { direction: string; amountFen: Fen },
): SmsCodeScope => ({
  ...{ customerId, purpose: 'transfer', subject: subjectOf(vault, 'transfer-code', `${direction}:${amountFen}`) },
});
