import { SmsCode } from '@miaodai/ui';
import { useCodeRequest } from './code-request.ts';
import { isMobile } from './mobile.ts';
import { ProblemNotice } from './problem.tsx';

type MobileCodeProps = {
  mobile: string;
  purpose: string;
  send: Parameters<typeof useCodeRequest>[1];
  /** In words, before a code was sent: 上面的手机号. */
  target: string;
  value: string;
  onChange: (value: string) => void;
  /** Says what is wrong with the number that a code is asked for; true where nothing is. */
  demandMobile: () => boolean;
  error: string | undefined;
};

/** The code that proves a mobile number typed in just above; what is known of one number's code is not said of another's. */
export const MobileCode = (props: MobileCodeProps) => (
  <CodeOf key={isMobile(props.mobile) ? props.mobile : ''} {...props} />
);

function CodeOf({ mobile, purpose, send, target, value, onChange, demandMobile, error }: MobileCodeProps) {
  const sms = useCodeRequest(`${purpose}.${mobile.slice(-4)}`, send);
  return (
    <>
      <SmsCode
        value={value}
        onChange={onChange}
        onComplete={() => undefined}
        {...sms.field}
        onRequest={() => demandMobile() && sms.field.onRequest()}
        target={target}
        error={error}
      />
      <ProblemNotice problem={sms.problem} />
    </>
  );
}
