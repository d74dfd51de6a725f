/**
 * `npm run -s day-end -- --to 2027-11-23`: lets the days of the running sandbox go by, and shows how far it has come. It asks the server as a
 * member of staff would, through the same door and with the same right, so that there is one way to move the bank's day and not two.
 */
import { parseArgs } from 'node:util';
import { addDays, addMonths, daysBetween, isBusinessDate, type BusinessDate } from '@miaodai/values';
import { ApiProblem } from '@miaodai/http-api/client';
import { Clerk, demoStaff } from '../journeys/kit/staff.ts';
import { findSandbox } from './sandbox-file.ts';

const LOOK_AGAIN_MS = 500;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const { values } = parseArgs({
  options: { to: { type: 'string' }, days: { type: 'string' }, months: { type: 'string' } },
});
const sandbox = await findSandbox();
if (!sandbox) giveUp('没有正在运行的沙箱：请先 npm start');
const clerk = new Clerk(sandbox.url, demoStaff.operator);
await clerk.signIn();
const before = await clerk.api.readDayEnd({ query: {} });
const until = wanted(before.today);
if (until <= before.today) giveUp(`业务日期是 ${before.today}，只能向前推进`);

const began = performance.now();
try {
  await clerk.api.letDaysPass({ body: { until } });
} catch (error) {
  giveUp(error instanceof ApiProblem ? error.problem.title : String(error));
}
const days = daysBetween(before.today, until);
say(`${before.today} → ${until}，${days} 天`);
for (let shown = before.today; ;) {
  const { today, run } = await clerk.api.readDayEnd({ query: {} });
  const seconds = (performance.now() - began) / 1_000;
  if (today !== shown) {
    const done = daysBetween(before.today, today);
    const left = Math.ceil((seconds / done) * (days - done));
    say(`  ${today}  ${done}/${days} 天  ${(done / seconds).toFixed(1)} 天/秒  预计还需 ${left} 秒`);
    shown = today;
  }
  if (run?.state === 'stopped') giveUp(`${run.on} 日终停止了：请到内管系统“日终”查看并重试`);
  if (today >= until) {
    say(`完成，用时 ${seconds.toFixed(1)} 秒`);
    break;
  }
  await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
}

function wanted(today: BusinessDate): BusinessDate {
  if (values.days !== undefined) return addDays(today, count(values.days));
  if (values.months !== undefined) return addMonths(today, count(values.months));
  if (values.to === undefined || !isBusinessDate(values.to))
    giveUp('用法：npm run -s day-end -- --to 2027-11-23（或 --days 1、--months 12）', 2);
  return values.to;
}

function count(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) giveUp(`不是天数或月数：${text}`, 2);
  return Number(text);
}

function giveUp(words: string, code = 1): never {
  process.stderr.write(`${words}\n`);
  process.exit(code);
}
