/** Instants of the server as people in the bank's home read them: China keeps UTC+8 all year. */
const HOME_OFFSET_MS = 8 * 3_600_000;

const home = (instant: string): string => new Date(Date.parse(instant) + HOME_OFFSET_MS).toISOString();

/** '10:32' */
export const clockText = (instant: string): string => home(instant).slice(11, 16);

/** '2026-11-23 10:32' */
export const minuteText = (instant: string): string => home(instant).slice(0, 16).replace('T', ' ');

/** '2026-11-23 10:32:05': of signatures, whose order seconds tell. */
export const secondText = (instant: string): string => home(instant).slice(0, 19).replace('T', ' ');

/** '2026-12-23' → '2026年12月23日' */
export const dayText = (day: string): string => {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
};
