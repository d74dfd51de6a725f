import { useState } from 'react';
import { Button, Input } from 'antd';
import dayjs from 'dayjs';
import { businessDate, type BusinessDate } from '@miaodai/values';
import { api } from '../../api.ts';
import { Part } from '../../shared/four-eyes.tsx';
import { Problem } from '../../shared/problem.tsx';
import { useWrite } from '../../shared/write.ts';
import type { DayEnd } from './words.ts';

const LEAPS = [
  { label: '推进 1 天', unit: 'day' },
  { label: '推进 1 个月', unit: 'month' },
  { label: '推进 1 年', unit: 'year' },
] as const;

/** In a sandbox: whole days go by, each ended as ever; the simulated systems go along. */
export function Travel({ dayEnd }: { dayEnd: DayEnd }) {
  const { today, untilOn } = dayEnd;
  const [until, setUntil] = useState('');
  const travel = useWrite((body: { until: BusinessDate }, options) => api.letDaysPass({ body }, options), {
    touches: [['day-end'], ['day-ends'], ['ageing']],
  });
  const go = (day: string) => travel.mutate({ until: businessDate(day) });
  const busy = travel.isPending || untilOn !== null;
  return (
    <Part title="推进业务日期（仅沙箱）">
      <p className="muted">
        逐日运行日终，各外围系统模拟器的日期随之推进；日期只能向前。
        {untilOn ? (
          <b role="status">
            　正在推进到 {untilOn}，当前 {today}。
          </b>
        ) : null}
      </p>
      <div className="day-end-travel">
        {LEAPS.map(({ label, unit }) => (
          <Button key={unit} disabled={busy} onClick={() => go(dayjs(today).add(1, unit).format('YYYY-MM-DD'))}>
            {label}
          </Button>
        ))}
        <Input
          type="date"
          aria-label="推进到"
          className="num"
          min={today}
          value={until}
          onChange={({ target }) => setUntil(target.value)}
        />
        <Button type="primary" disabled={busy || until <= today} onClick={() => go(until)}>
          推进到该日
        </Button>
      </div>
      <Problem cause={travel.error} className="form-problem" />
    </Part>
  );
}
