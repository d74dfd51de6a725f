import { useEffect, useState } from 'react';
import { Button } from './button.tsx';
import { useCountdown } from './countdown.ts';
import { Field } from './field.tsx';
import { digitsGrouping } from './grouping.ts';

type SmsCodeProps = {
  label?: string | undefined;
  value: string;
  onChange: (value: string) => void;
  /** All six digits are there. */
  onComplete: () => void;
  onRequest: () => void;
  requesting: boolean;
  /** Where the code was sent, masked; undefined before the first one. */
  sentTo: string | undefined;
  /** By this page's own clock; a further code may be asked for then. */
  resendAtMs: number;
  validMinutes: number;
  /** Where it will go, before the first one. */
  target?: string | undefined;
  error?: string | undefined;
};

const sixDigits = digitsGrouping(6);

export function SmsCode(props: SmsCodeProps) {
  const {
    label = '短信验证码',
    value,
    onChange,
    onComplete,
    onRequest,
    requesting,
    sentTo,
    resendAtMs,
    validMinutes,
    target,
    error,
  } = props;
  const secondsLeft = useCountdown(resendAtMs);
  const [completed, setCompleted] = useState('');
  useEffect(() => {
    if (value.length !== 6) setCompleted('');
    else if (value !== completed) {
      setCompleted(value);
      onComplete();
    }
  }, [value, completed, onComplete]);
  const waiting = secondsLeft > 0;
  return (
    <Field
      label={label}
      name="sms-code"
      value={value}
      onChange={onChange}
      grouping={sixDigits}
      inputMode="numeric"
      autoComplete="one-time-code"
      className="num"
      error={error}
      hint={
        sentTo
          ? `已发送至 ${sentTo}，${validMinutes} 分钟内有效`
          : `点“获取验证码”，我们会发短信到${target ?? '您的预留手机号'}`
      }
      after={
        <Button kind="quiet" small busy={requesting} inactive={waiting} onClick={onRequest}>
          {waiting ? `${secondsLeft} 秒后重发` : sentTo ? '重新发送' : '获取验证码'}
        </Button>
      }
    />
  );
}
