/** The same day so many months before, or that month's last: 31 May less three months is 28 February. */
export function monthsBefore(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const count = year * 12 + (month - 1) - months;
  const [y, m] = [Math.floor(count / 12), (count % 12) + 1];
  const text = (n: number): string => String(n).padStart(2, '0');
  return `${y}-${text(m)}-${text(Math.min(date, daysIn(y, m)))}`;
}

const daysIn = (year: number, month: number): number =>
  month === 2
    ? year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
      ? 29
      : 28
    : [4, 6, 9, 11].includes(month)
      ? 30
      : 31;

/** What is wrong with a range that the customer has chosen. */
export function rangeError(from: string, to: string, today: string): string | undefined {
  if (!from || !to) return '请选择起止日期';
  if (from > to) return '开始日期不能晚于结束日期';
  if (to > today) return '结束日期不能晚于今天';
  return from < monthsBefore(to, 12) ? '一次最多查询一年' : undefined;
}
