import { addSeconds, ok, refuse, smaller, type CustomerId, type Fen, type Instant, type Result } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { readSettings, type Settings } from '../../bank/settings/index.ts';
import type { CoreAccount, CoreBanking } from '../../integrations/core-banking/port.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db } from '../../platform/db/connect.ts';
import { accountNoOf, boundCardOf, replacedCardAt, type BoundCard } from '../account/index.ts';
import {
  amountRefusal,
  leftToday,
  limitsOf,
  stateAllows,
  type AmountRefusal,
  type Direction,
  type Limits,
  type Used,
} from './transfers.rules.ts';
import { usedLimits } from './transfers.store.ts';

type Needs = { db: Db; vault: Vault; clock: Clock; coreBanking: CoreBanking };
type Missing = 'account-not-ready' | 'card-not-bound' | 'outside-system-silent';
export type Terms = {
  account: CoreAccount;
  card: BoundCard;
  settings: Settings;
  in: DirectionTerms;
  out: DirectionTerms;
};
export type DirectionTerms = {
  refusal: 'account-not-ready' | 'card-changed-recently' | undefined;
  limits: Limits;
  used: Used;
  leftTodayFen: Fen;
  /** The most that one transfer may move now. */
  maxFen: Fen;
};

/** First here, then at the core (ACC-2, ACC-4): what stands between this customer and a transfer, and how much it may be. */
export async function readTerms(
  { db, vault, clock, coreBanking }: Needs,
  customerId: CustomerId,
): Promise<Result<Terms, Missing>> {
  const accountNo = await accountNoOf(db, vault, customerId);
  if (!accountNo) return refuse('account-not-ready');
  const card = await boundCardOf(db, vault, customerId);
  if (!card) return refuse('card-not-bound');
  const account = await coreBanking.account(accountNo);
  if (account.is === 'unknown') return refuse('outside-system-silent');
  if (account.is === 'refused') return refuse('account-not-ready');
  const day = await today(db);
  const [settings, usedIn, usedOut, replacedAt] = await Promise.all([
    readSettings(db, day),
    usedLimits(db, customerId, 'in', day),
    usedLimits(db, customerId, 'out', day),
    replacedCardAt(db, customerId),
  ]);
  const cooling = isCooling(replacedAt, settings, clock.now());
  const terms = (direction: Direction, used: Used): DirectionTerms => {
    const limits = limitsOf(direction, settings);
    const leftTodayFen = leftToday(limits, used);
    const maxFen = smaller(limits.maxFen, leftTodayFen);
    const allowed = stateAllows(direction, account.value.state);
    return {
      refusal: !allowed ? 'account-not-ready' : direction === 'out' && cooling ? 'card-changed-recently' : undefined,
      ...{ limits, used, leftTodayFen },
      maxFen: direction === 'out' ? smaller(maxFen, account.value.availableFen) : maxFen,
    };
  };
  return ok({ account: account.value, card, settings, in: terms('in', usedIn), out: terms('out', usedOut) });
}

/** Whoever took over a phone and bound a card of their own must wait; the holder reads the text about it in time. */
const isCooling = (replacedAt: Instant | undefined, settings: Settings, now: Instant): boolean =>
  replacedAt !== undefined && now < addSeconds(replacedAt, settings.cardCoolDownSeconds);

/** What keeps this transfer from being started, before a password is asked for. */
export function refusalOf(
  terms: Terms,
  direction: Direction,
  amountFen: Fen,
): Result<void, AmountRefusal | 'account-not-ready' | 'card-changed-recently' | 'balance-insufficient'> {
  const { refusal, limits, used } = terms[direction];
  if (refusal) return refuse(refusal);
  const broken = amountRefusal(amountFen, limits, used);
  if (broken) return refuse(broken[0], { [broken[0]]: broken[1] });
  const { availableFen } = terms.account;
  return direction === 'out' && amountFen > availableFen
    ? refuse('balance-insufficient', { availableFen })
    : ok(undefined);
}
