import { useState } from 'react';
import { Field, LinkButton } from '@miaodai/ui';

type PasswordFieldProps = {
  label: string;
  name: string;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
  /** So that password managers know which it is. */
  autoComplete: 'current-password' | 'new-password';
  onBlur?: () => void;
};

/** A login password: pasted, filled in by a manager or typed, and shown only while that is asked for. */
export function PasswordField({ autoComplete, ...rest }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  return (
    <Field
      {...rest}
      type={shown ? 'text' : 'password'}
      autoComplete={autoComplete}
      autoCapitalize="off"
      spellCheck={false}
      after={
        <LinkButton aria-pressed={shown} onClick={() => setShown(!shown)}>
          {shown ? '隐藏' : '显示'}
        </LinkButton>
      }
    />
  );
}
