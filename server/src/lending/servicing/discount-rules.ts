import { addMonths, ok, refuse, type BusinessDate, type Result, type StaffId } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { judge, moves, writersOf } from '../../bank/four-eyes/index.ts';
import type { Context } from '../../platform/context.ts';
import { meet, type DiscountRule, type DiscountTerms } from './discount-rules.rules.ts';
import { findRule, insertRule, rulesFrom, updateRule } from './discount-rules.store.ts';

type Moved<Code extends string = never> = Result<void, 'not-found' | 'step-not-allowed' | Code>;

/** What fell due, or falls due today, stays as it is. */
const FROM_TOMORROW = { words: '贴息最早从明天到期的分期开始' };
/** Whoever has paid the running instalment ahead, less the discount, has paid it. */
const NOT_SO_SOON = { words: '终止日至少在一个月以后：本期可能已经提前还清' };

export async function draftRule(
  { tx, now, today }: Context,
  terms: DiscountTerms,
  staffId: StaffId,
): Promise<Result<string, 'day-in-the-past'>> {
  if (terms.fromOn <= today) return refuse('day-in-the-past', FROM_TOMORROW);
  const id = uuid();
  await insertRule(tx, { ...terms, id, draftedBy: staffId }, now);
  return ok(id);
}

export async function submitRule({ tx, now }: Context, id: string, staffId: StaffId): Promise<Moved> {
  const rule = await findRule(tx, id, { lock: true });
  if (!rule) return refuse('not-found');
  if (rule.state !== 'draft') return refuse('step-not-allowed');
  await updateRule(tx, id, moves.submitted(staffId, now));
  return ok(undefined);
}

export async function withdrawRule({ tx }: Context, id: string): Promise<Moved> {
  const rule = await findRule(tx, id, { lock: true });
  if (!rule) return refuse('not-found');
  if (rule.state !== 'draft') return refuse('step-not-allowed');
  await updateRule(tx, id, { state: 'withdrawn' });
  return ok(undefined);
}

export async function returnRule(
  { tx, now }: Context,
  { id, reason }: { id: string; reason: string },
  staffId: StaffId,
): Promise<Moved<'same-person'>> {
  const rule = await findRule(tx, id, { lock: true });
  if (!rule) return refuse('not-found');
  const judged = judge(writersOf(rule), staffId);
  if (!judged.ok) return judged;
  await updateRule(tx, id, moves.returned(staffId, now, reason));
  return ok(undefined);
}

/** By another person than wrote it; the plans of open loans follow, a chunk at a time. */
export async function publishRule(
  { tx, now, today, emit }: Context,
  id: string,
  staffId: StaffId,
): Promise<Moved<'same-person' | 'day-in-the-past' | 'day-taken'>> {
  const rule = await findRule(tx, id, { lock: true });
  if (!rule) return refuse('not-found');
  const judged = judge(writersOf(rule), staffId);
  if (!judged.ok) return judged;
  if (rule.fromOn <= today) return refuse('day-in-the-past', FROM_TOMORROW);
  const others = await rulesFrom(tx, rule.productCode, rule.fromOn);
  if (others.some((other) => meet(other, rule)))
    return refuse('day-taken', { words: '同一产品已有一条范围相交的贴息从这一天开始，请另选开始日' });
  await updateRule(tx, id, { ...moves.published(staffId, now), applied_after: null, applied_at: null });
  emit(CHANGED, id);
  return ok(undefined);
}

/** Its loans are to follow it anew. */
const CHANGED = 'discounts.changed';

/** An end before its time, as one wishes it; another agrees. */
export async function askToEndRule(
  { tx, now, today }: Context,
  { id, on }: { id: string; on: BusinessDate },
  staffId: StaffId,
): Promise<Moved<'day-in-the-past'>> {
  const rule = await findRule(tx, id, { lock: true });
  if (!rule) return refuse('not-found');
  if (!mayEnd(rule) || on < rule.fromOn || (rule.untilOn !== null && on >= rule.untilOn))
    return refuse('step-not-allowed');
  if (on < addMonths(today, 1)) return refuse('day-in-the-past', NOT_SO_SOON);
  await updateRule(tx, id, { end_on: on, end_asked_by: staffId, end_asked_at: now });
  return ok(undefined);
}

export const mayEnd = ({ state, end }: Pick<DiscountRule, 'state' | 'end'>): boolean =>
  state === 'published' && (end === null || end.agreedAt === null);

export async function agreeToEndRule(
  { tx, now, today, emit }: Context,
  id: string,
  staffId: StaffId,
): Promise<Moved<'same-person' | 'day-in-the-past'>> {
  const rule = await findRule(tx, id, { lock: true });
  if (!rule) return refuse('not-found');
  const { end } = rule;
  if (!end || end.agreedAt !== null) return refuse('step-not-allowed');
  if (end.askedBy === staffId) return refuse('same-person');
  if (end.on < addMonths(today, 1)) return refuse('day-in-the-past', NOT_SO_SOON);
  await updateRule(tx, id, {
    ...{ until_on: end.on, end_agreed_by: staffId, end_agreed_at: now, applied_after: null, applied_at: null },
  });
  emit(CHANGED, id);
  return ok(undefined);
}
