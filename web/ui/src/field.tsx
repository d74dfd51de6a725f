import { useId, useRef, type InputHTMLAttributes, type ReactNode, type TextareaHTMLAttributes } from 'react';
import { regroup, type Grouping } from './grouping.ts';
import './field.css';

type FrameProps = {
  id: string;
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  children: ReactNode;
};

/** Label above, the control, and below it the error or else the hint: both belong to the control by aria-describedby. */
export function FieldFrame({ id, label, hint, error, children }: FrameProps) {
  return (
    <div className="field" data-invalid={error ? '' : undefined}>
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children}
      <FieldMessage id={id} hint={hint} error={error} />
    </div>
  );
}

export function FieldMessage({ id, hint, error }: Pick<FrameProps, 'id' | 'hint' | 'error'>) {
  if (error)
    return (
      <p className="field-error" id={`${id}-error`} role="alert">
        {error}
      </p>
    );
  return hint ? (
    <p className="field-hint" id={`${id}-hint`}>
      {hint}
    </p>
  ) : null;
}

export const describedBy = (id: string, error: string | undefined, hint: ReactNode): string | undefined =>
  error ? `${id}-error` : hint ? `${id}-hint` : undefined;

export type FieldProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'id'> & {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: ReactNode;
  error?: string | undefined;
  unit?: string | undefined;
  /** Shown in groups (138 1234 5678) while `value` holds the bare characters. */
  grouping?: Grouping | undefined;
  /** Room for a long answer, which is to be seen whole; it stays one line of text. */
  lines?: number | undefined;
  after?: ReactNode;
};

export function Field({ label, value, onChange, hint, error, unit, grouping, lines, after, ...rest }: FieldProps) {
  const id = useId();
  const control = {
    ...rest,
    ...{ id, value, onChange },
    'aria-invalid': error ? true : undefined,
    'aria-describedby': describedBy(id, error, hint),
  };
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error}>
      <span className="field-box">
        {lines ? <LongInput {...control} lines={lines} /> : <GroupedInput {...control} grouping={grouping} />}
        {unit ? <span className="field-unit">{unit}</span> : null}
        {after}
      </span>
    </FieldFrame>
  );
}

type GroupedInputProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange'> & {
  value: string;
  onChange: (value: string) => void;
  grouping?: Grouping | undefined;
};

/** An input whose separators come and go while the caret stays by the character it stood at. */
export function GroupedInput({ value, onChange, grouping, ...rest }: GroupedInputProps) {
  const composing = useRef(false);
  return (
    <input
      {...rest}
      value={grouping ? grouping.show(value) : value}
      onCompositionStart={() => (composing.current = true)}
      onCompositionEnd={() => (composing.current = false)}
      onChange={(event) => {
        const input = event.currentTarget;
        if (!grouping) return onChange(input.value);
        const next = regroup(grouping, input.value, input.selectionStart ?? input.value.length);
        // Written here and not by the next render: a render after the event would throw the caret to the end.
        input.value = next.text;
        if (!composing.current) input.setSelectionRange(next.caret, next.caret);
        onChange(next.bare);
      }}
    />
  );
}

type LongInputProps = Pick<FieldProps, 'name' | 'autoComplete' | 'onBlur' | 'value' | 'onChange'> & {
  id: string;
  lines: number;
};

function LongInput({ lines, onChange, ...rest }: LongInputProps) {
  return (
    <textarea
      {...(rest as TextareaHTMLAttributes<HTMLTextAreaElement>)}
      rows={lines}
      onChange={(event) => onChange(event.currentTarget.value.replace(/\s*\n\s*/g, ' '))}
    />
  );
}
