import { useId, type ReactNode } from 'react';
import { FieldMessage } from './field.tsx';

export type Option = { value: string; label: string; note?: ReactNode };
type ChoiceProps = {
  label: string;
  options: readonly Option[];
  value: string | undefined;
  onChange: (value: string) => void;
  hint?: ReactNode;
  error?: string | undefined;
  /** Longer words need wider chips, three short ones fit a row; `thirds` are always three, to be compared. */
  width?: 'wide' | 'narrow' | 'thirds' | undefined;
};

/** One of a few, all in view: radio buttons that look like chips. */
export function Choice({ label, options, value, onChange, hint, error, width }: ChoiceProps) {
  const id = useId();
  return (
    <fieldset
      className="field"
      role="radiogroup"
      data-invalid={error ? '' : undefined}
      aria-labelledby={`${id}-label`}
      aria-describedby={error ? `${id}-error` : hint ? `${id}-hint` : undefined}
      aria-invalid={error ? true : undefined}
    >
      <span className="field-label" id={`${id}-label`}>
        {label}
      </span>
      <div className="choice" data-width={width}>
        {options.map((option) => (
          <label key={option.value} data-on={option.value === value ? '' : undefined}>
            <input
              type="radio"
              name={id}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
            {option.note ? <small>{option.note}</small> : null}
          </label>
        ))}
      </div>
      <FieldMessage id={id} hint={hint} error={error} />
    </fieldset>
  );
}

type CheckProps = { checked: boolean; onChange: (checked: boolean) => void; children: ReactNode; inactive?: boolean };

export function Check({ checked, onChange, children, inactive }: CheckProps) {
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={checked}
        disabled={inactive}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{children}</span>
    </label>
  );
}
