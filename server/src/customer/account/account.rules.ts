import type { CustomerId, Instant } from '@miaodai/values';
import type { AccountState } from '../../integrations/core-banking/port.ts';
import type { EcifValues } from '../ecif/index.ts';

/** Money may come in while an account is normal or credit-only (只收不付). */
export const mayReceive = (state: AccountState): boolean => state === 'normal' || state === 'credit-only';

/** What the core is asked to do. */
export type AccountOrder =
  | {
      kind: 'open';
      name: string;
      idNumber: string;
      mobile: string;
      cardNo: string;
      cardMobile: string;
      bankName: string;
    }
  | { kind: 'activate'; accountNo: string; address: string; record: EcifValues }
  | { kind: StateChange; accountNo: string };
/** At the holder's wish: 冻结, 解冻, 挂失, 解挂. */
export type StateChange = 'freeze' | 'unfreeze' | 'report-loss' | 'release-loss';
type RequestState = 'requested' | 'sent' | 'done' | 'refused';
export type AccountRequest = {
  id: string;
  requestNo: string;
  customerId: CustomerId;
  order: AccountOrder;
  state: RequestState;
  requestedAt: Instant;
  refusalCode: string | null;
};

export const isSettled = ({ state }: Pick<AccountRequest, 'state'>): boolean => state === 'done' || state === 'refused';

/** What the core knows the request by: at most 32 letters and digits, no two alike. */
export const requestNoOf = (id: string): string => `K${id.replaceAll('-', '').slice(1)}`;

/** The state that a change leads to at the core. */
export const TARGET: Readonly<Record<StateChange, 'normal' | 'frozen' | 'lost'>> = {
  freeze: 'frozen',
  unfreeze: 'normal',
  'report-loss': 'lost',
  'release-loss': 'normal',
};

/** Waiting does not cure it: under our number the core has, or may have, done something else than we asked. */
export const OTHER_REQUEST = 'the core knows our number for another request';
