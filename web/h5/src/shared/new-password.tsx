import { PasswordField } from './password-field.tsx';
import { demandsOn } from './new-password.rules.ts';
import './new-password.css';

type NewPasswordProps = {
  label?: string;
  value: string;
  onChange: (value: string) => void;
  mobile: string;
  error: string | undefined;
};

/** A login password to be set, and under it what is asked of it, each ticked off in words as it is met. */
export const NewPassword = ({ label = '设置登录密码', value, onChange, mobile, error }: NewPasswordProps) => (
  <div className="new-password">
    <PasswordField
      label={label}
      name="new-password"
      value={value}
      onChange={onChange}
      autoComplete="new-password"
      error={error}
    />
    <ul aria-label="密码要求">
      {demandsOn(value, mobile).map(({ text, met }) => (
        <li key={text} data-met={met ? '' : undefined}>
          <span aria-hidden="true">{met ? '✓' : '○'}</span>
          {text}
          <span className="visually-hidden">{met ? '，已满足' : '，未满足'}</span>
        </li>
      ))}
    </ul>
  </div>
);
