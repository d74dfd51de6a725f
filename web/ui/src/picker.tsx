import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import type { Option } from './choice.tsx';
import { describedBy, FieldFrame, FieldMessage } from './field.tsx';
import { Sheet } from './sheet.tsx';
import './picker.css';

type PickerProps = {
  label: string;
  options: readonly Option[];
  value: string | undefined;
  onChange: (value: string) => void;
  hint?: ReactNode;
  error?: string | undefined;
};

/** One of many: a native list on a PC, a wheel in a bottom sheet on a phone. */
export function Picker(props: PickerProps) {
  const [wide] = useState(() => matchMedia('(min-width: 768px)').matches);
  return wide ? <NativePicker {...props} /> : <WheelPicker {...props} />;
}

function NativePicker({ label, options, value, onChange, hint, error }: PickerProps) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error}>
      <span className="field-box">
        <select
          id={id}
          value={value ?? ''}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(id, error, hint)}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          <option value="" disabled>
            请选择
          </option>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      </span>
    </FieldFrame>
  );
}

function WheelPicker({ label, options, value, onChange, hint, error }: PickerProps) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const [turned, setTurned] = useState('');
  const chosen = options.find((option) => option.value === value);
  return (
    <div className="field" data-invalid={error ? '' : undefined}>
      <span className="field-label" id={`${id}-label`}>
        {label}
      </span>
      <button
        type="button"
        className="field-box picker-button"
        id={id}
        aria-haspopup="dialog"
        aria-labelledby={`${id}-label ${id}`}
        aria-describedby={describedBy(id, error, hint)}
        data-empty={chosen ? undefined : ''}
        onClick={() => {
          setTurned(value ?? options[0]?.value ?? '');
          setOpen(true);
        }}
      >
        {chosen?.label ?? '请选择'}
      </button>
      <FieldMessage id={id} hint={hint} error={error} />
      <Sheet
        title={label}
        open={open}
        onClose={() => setOpen(false)}
        closeText="取消"
        foot={
          <Button
            onClick={() => {
              setOpen(false);
              onChange(turned);
            }}
          >
            确定
          </Button>
        }
      >
        <Wheel label={label} options={options} value={turned} onChange={setTurned} />
      </Sheet>
    </div>
  );
}

type WheelProps = {
  label: string;
  options: readonly Option[];
  value: string;
  onChange: (value: string) => void;
};

/** Turned by swiping, by a tap on an entry or by the arrow keys: no drag is ever needed. */
function Wheel({ label, options, value, onChange }: WheelProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  // Where a tap has sent the wheel: what it passes on the way there is not chosen, however soon «确定» follows.
  const aim = useRef<number | undefined>(undefined);
  const at = Math.max(
    0,
    options.findIndex((option) => option.value === value),
  );
  const turnTo = (index: number, behavior: ScrollBehavior) => {
    const option = options[index];
    if (!list.current || !option) return;
    onChange(option.value);
    aim.current = rowInView(list.current) === index ? undefined : index;
    list.current.scrollTo({ top: index * rowHeight(list.current), behavior });
  };
  const [first] = useState(at);
  useEffect(() => {
    if (list.current) list.current.scrollTop = first * rowHeight(list.current);
  }, [first]);
  return (
    <div
      className="wheel"
      ref={list}
      role="listbox"
      aria-label={label}
      aria-activedescendant={`${id}-${at}`}
      tabIndex={0}
      onKeyDown={(event) => {
        const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (by === undefined) return;
        event.preventDefault();
        turnTo(at + by, 'auto');
      }}
      onTouchStart={() => (aim.current = undefined)}
      onWheel={() => (aim.current = undefined)}
      onScroll={(event) => {
        const passing = rowInView(event.currentTarget);
        if (aim.current === passing) aim.current = undefined;
        const option = aim.current === undefined ? options[passing] : undefined;
        if (option && option.value !== value) onChange(option.value);
      }}
    >
      {options.map((option, index) => (
        // The list takes the keys for its entries: see onKeyDown above.
        <div
          key={option.value}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          onClick={() => turnTo(index, 'smooth')}
        >
          {option.label}
        </div>
      ))}
    </div>
  );
}

const rowInView = (wheel: HTMLElement): number => Math.round(wheel.scrollTop / rowHeight(wheel));
const rowHeight = (wheel: HTMLElement): number => wheel.firstElementChild?.getBoundingClientRect().height ?? 48;
