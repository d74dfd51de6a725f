import { useEffect, useState } from 'react';
import { ClockCircleOutlined, ExclamationCircleOutlined } from '@ant-design/icons';
import { spanText } from './time.ts';

const SOON_MS = 3_600_000;
const TICK_MS = 15_000;

type Props = {
  secondsLeft: number | null;
  /** When the server counted them, by this page's clock. */ countedAt: number;
};

/** What is left until it should be decided: in words and with a sign, never by colour alone. */
export function TimeLeft({ secondsLeft, countedAt }: Props) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  if (secondsLeft === null) return <span className="nothing">—</span>;
  const left = secondsLeft * 1000 - Math.max(0, now - countedAt);
  const kind = left < 0 ? 'over' : left < SOON_MS ? 'soon' : 'calm';
  return (
    <span className="time-left num" data-kind={kind}>
      {left < 0 ? <ExclamationCircleOutlined aria-hidden /> : <ClockCircleOutlined aria-hidden />}
      {left < 0 ? `已超时 ${spanText(left)}` : `剩 ${spanText(left)}`}
    </span>
  );
}
