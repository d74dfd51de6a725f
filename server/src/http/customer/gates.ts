import { ok, refuse, type CustomerId, type Result } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import {
  accountNoOf,
  gatesFor,
  isSettled,
  latestRequest,
  type AccountStanding,
  type Gate,
  type Goal,
} from '../../customer/account/index.ts';
import { currentIdDocument, isExpired } from '../../customer/documents/index.ts';
import type { Needs } from './needs.ts';

/** What stands between this customer and a goal: what we know of them, then what the core says of the account (ACC-2). */
export async function gatesBefore(
  needs: Needs,
  goal: Goal,
  customerId: CustomerId | undefined,
): Promise<Result<Gate[], 'outside-system-silent'>> {
  if (!customerId) return ok(gatesFor(goal, { signedIn: false }));
  const [account, document] = await Promise.all([
    standingOf(needs, customerId),
    currentIdDocument(needs.db, needs.vault, customerId),
  ]);
  if (!account.ok) return account;
  const idDocument = !document ? 'none' : isExpired(document.expiresOn, await today(needs.db)) ? 'expired' : 'valid';
  return ok(gatesFor(goal, { signedIn: true, account: account.value, idDocument }));
}

async function standingOf(
  { db, vault, coreBanking }: Needs,
  customerId: CustomerId,
): Promise<Result<AccountStanding, 'outside-system-silent'>> {
  // The request first: once that is settled, its account is there to be seen.
  const latest = await latestRequest(db, vault, customerId);
  const accountNo = await accountNoOf(db, vault, customerId);
  const open = latest && !isSettled(latest) ? latest.order.kind : undefined;
  if (!accountNo) return ok(open === 'open' ? 'opening' : 'none');
  if (open === 'activate') return ok('activating');
  const account = await coreBanking.account(accountNo);
  if (account.is === 'unknown') return refuse('outside-system-silent');
  // An account of ours that the core does not know is of no use to anybody.
  return ok(account.is === 'refused' ? 'closed' : account.value.state);
}
