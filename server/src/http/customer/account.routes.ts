import type { accountOperations } from '@miaodai/http-api';
import { mask, ok, refuse } from '@miaodai/values';
import { accountNoOf } from '../../customer/account/index.ts';
import type { Handlers } from '../door.ts';
import type { Needs } from './needs.ts';

export const accountRoutes = ({ db, vault, coreBanking }: Needs): Handlers<typeof accountOperations> => ({
  readAccount: async (_, { customerId }) => {
    const accountNo = await accountNoOf(db, vault, customerId);
    if (!accountNo) return refuse('not-found');
    const account = await coreBanking.account(accountNo);
    if (account.is === 'unknown') return refuse('outside-system-silent');
    if (account.is === 'refused') return refuse('not-found');
    const { state, balanceFen, availableFen } = account.value;
    const nothing = { explanation: null, holderName: '', card: null, residenceAddress: null };
    return ok({ accountNo: mask.accountNo(accountNo), state, balanceFen, availableFen, ...nothing });
  },
  lookUpCard: async () => refuse('not-found'),
  openAccount: { within: async () => refuse('outside-system-silent') },
  activateAccount: { within: async () => refuse('outside-system-silent') },
});
