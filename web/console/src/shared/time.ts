import dayjs from 'dayjs';
import timezone from 'dayjs/plugin/timezone';
import utc from 'dayjs/plugin/utc';

dayjs.extend(utc);
dayjs.extend(timezone);

/** The bank's clocks stand in Beijing, wherever the clerk's machine thinks it is. */
const home = (instant: string) => dayjs(instant).tz('Asia/Shanghai');

/** '2026-11-23 10:32' */
export const minuteText = (instant: string): string => home(instant).format('YYYY-MM-DD HH:mm');
/** '2026-11-23 10:32:07': where the order within a minute counts. */
export const secondText = (instant: string): string => home(instant).format('YYYY-MM-DD HH:mm:ss');
/** '10:32' */
export const clockText = (instant: string | number): string => dayjs(instant).tz('Asia/Shanghai').format('HH:mm');

const MINUTE = 60_000;

/** How long from now to then, in words: '2 小时 5 分', '3 天 4 小时'; never less than a minute. */
export function spanText(ms: number): string {
  const minutes = Math.max(1, Math.round(Math.abs(ms) / MINUTE));
  if (minutes < 60) return `${minutes} 分钟`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 ? `${hours} 小时 ${minutes % 60} 分` : `${hours} 小时`;
  return hours % 24 ? `${Math.floor(hours / 24)} 天 ${hours % 24} 小时` : `${hours / 24} 天`;
}
