import { useId, type ReactNode } from 'react';
import { describedBy, FieldFrame, GroupedInput } from './field.tsx';
import { moneyGrouping, placeName } from './grouping.ts';
import './money-field.css';

type MoneyFieldProps = {
  label: string;
  /** Yuan as bare text, '58000.5'. */
  value: string;
  onChange: (value: string) => void;
  onBlur?: (() => void) | undefined;
  hint?: ReactNode;
  error?: string | undefined;
  /** The one figure of its page. */
  large?: boolean | undefined;
  after?: ReactNode;
};

/** Yuan, grouped while typing, with the place of the first digit (万, 十万) named above it. */
export function MoneyField({ label, value, onChange, onBlur, hint, error, large, after }: MoneyFieldProps) {
  const id = useId();
  const place = placeName(value);
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error}>
      <span className={large ? 'field-box money-box money-box-large' : 'field-box money-box'}>
        <span className="money-sign" aria-hidden="true">
          ¥
        </span>
        <span className="money-input">
          <span className="money-place" aria-hidden="true">
            {place}
          </span>
          <GroupedInput
            id={id}
            className="num"
            value={value}
            onChange={onChange}
            grouping={moneyGrouping}
            inputMode="decimal"
            autoComplete="off"
            enterKeyHint="done"
            onBlur={onBlur}
            aria-invalid={error ? true : undefined}
            aria-describedby={describedBy(id, error, hint)}
          />
        </span>
        <span className="field-unit">元</span>
        {after}
      </span>
    </FieldFrame>
  );
}
