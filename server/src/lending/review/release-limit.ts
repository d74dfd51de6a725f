import type { ApplicationId, BusinessDate } from '@miaodai/values';
import { accounts, balance, post } from '../../ledger/index.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { limitReleased } from '../accounting.ts';

/** Whatever is booked for an application and not drawn lapses: the books know what that is, whoever has granted it. */
export async function releaseLimit(tx: Tx, id: ApplicationId, on: BusinessDate): Promise<void> {
  const rest = await balance(tx, accounts.limitAvailable(id));
  if (rest > 0) await post(tx, limitReleased(id, rest, on));
}
