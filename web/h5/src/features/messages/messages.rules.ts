import { dayText } from '../../shared/time.ts';

const HOME_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** The day at the bank's home, UTC+8. */
const dayOf = (ms: number): string => new Date(ms + HOME_OFFSET_MS).toISOString().slice(0, 10);

/** In their order, a group for each day: 今天, 昨天, 11月20日, and with its year what is of another. */
export function byDay<M extends { at: string }>(
  messages: readonly M[],
  nowMs: number,
): { day: string; name: string; messages: M[] }[] {
  const groups: { day: string; name: string; messages: M[] }[] = [];
  for (const message of messages) {
    const day = dayOf(Date.parse(message.at));
    const last = groups[groups.length - 1];
    if (last?.day === day) last.messages.push(message);
    else groups.push({ day, name: nameOf(day, nowMs), messages: [message] });
  }
  return groups;
}

function nameOf(day: string, nowMs: number): string {
  const today = dayOf(nowMs);
  if (day === today) return '今天';
  if (day === dayOf(nowMs - DAY_MS)) return '昨天';
  const name = dayText(day);
  return day.slice(0, 4) === today.slice(0, 4) ? name.slice(5) : name;
}
