import { addDays, addMonths, ok, refuse, type BusinessDate, type CustomerId, type Result } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import type { CoreBanking, Movement } from '../../integrations/core-banking/port.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db } from '../../platform/db/connect.ts';
import { accountNoOf } from '../account/index.ts';
import { REMARKS } from './transfers.rules.ts';
import { stepsOf } from './transfers.store.ts';

type Needs = { db: Db; vault: Vault; coreBanking: CoreBanking };
type Range = { from?: BusinessDate | undefined; to?: BusinessDate | undefined; page?: number | undefined };
export type ShownMovement = Omit<Movement, 'remark' | 'requestNo'> & { title: string; isOurs: boolean };
type Page = {
  from: BusinessDate;
  to: BusinessDate;
  page: number;
  pages: number;
  total: number;
  movements: ShownMovement[];
};

const MONTHS_AT_MOST = 12;

/** From the core, with our own titles: a month up to today unless told; a range of more than a year is refused. */
export async function listMovements(
  { db, vault, coreBanking }: Needs,
  customerId: CustomerId,
  range: Range,
): Promise<Result<Page, 'account-not-ready' | 'outside-system-silent' | 'invalid-input'>> {
  const accountNo = await accountNoOf(db, vault, customerId);
  if (!accountNo) return refuse('account-not-ready');
  const to = range.to ?? (await today(db));
  const from = range.from ?? addDays(addMonths(to, -1), 1);
  if (from > to || from < addMonths(to, -MONTHS_AT_MOST)) return refuse('invalid-input');
  const asked = { accountNo, from, to, page: range.page ?? 1 };
  const found = await coreBanking.movements(asked);
  if (found.is === 'unknown') return refuse('outside-system-silent');
  if (found.is === 'refused') return refuse('account-not-ready');
  const { page, pages, total, movements } = found.value;
  const steps = await stepsOf(
    db,
    movements.map(({ requestNo }) => requestNo),
  );
  const shown = movements.map(({ remark, requestNo, ...movement }): ShownMovement => {
    const leg = steps.get(requestNo);
    const title = leg ? REMARKS[`${leg.direction}-${leg.step}`] : remark;
    return { ...movement, title: title || (movement.direction === 'in' ? '转入' : '转出'), isOurs: leg !== undefined };
  });
  return ok({ from, to, page, pages, total, movements: shown });
}
