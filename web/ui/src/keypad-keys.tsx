import { useContext, useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { KeypadShuffled } from './keypad-order.ts';
import './keypad.css';

export type KeysProps = {
  /** All six digits: once, and forgotten here at the same moment. What it rejects with clears the dots. */
  onWhole: (digits: string) => Promise<unknown>;
  busy: boolean;
  error?: ReactNode;
  /** Said before the count: which of two rounds this is. */
  prompt?: string | undefined;
};

const LENGTH = 6;

/**
 * The keys of the transaction password: shuffled at each opening, no input element, nothing shown but dots. The digits live
 * in one ref, never in state or the page, and are gone once handed on. A PC's number keys work too.
 */
export function Keys({ onWhole, busy, error, prompt }: KeysProps) {
  const shuffled = useContext(KeypadShuffled);
  const digits = useRef('');
  const [count, setCount] = useState(0);
  const [order] = useState(() => (shuffled ? shuffledDigits() : [...'1234567890']));
  const forget = () => {
    digits.current = '';
    setCount(0);
  };
  const press = (key: string) => {
    if (busy || digits.current.length === LENGTH) return;
    digits.current = key === 'Backspace' ? digits.current.slice(0, -1) : digits.current + key;
    setCount(digits.current.length);
    if (digits.current.length < LENGTH) return;
    const whole = digits.current;
    digits.current = '';
    onWhole(whole).catch(forget);
  };
  useHardwareKeys(press);
  useEffect(() => forget, []);
  // A refused password leaves nothing behind: the next try starts from no digit.
  useEffect(() => {
    if (!busy && error) forget();
  }, [busy, error]);
  return (
    <div className="keypad">
      {prompt ? <p className="keypad-prompt">{prompt}</p> : null}
      <div className="keypad-dots" aria-hidden="true">
        {Array.from({ length: LENGTH }, (_, at) => (
          <i key={at} data-on={at < count ? '' : undefined} />
        ))}
      </div>
      <p className="keypad-state" role="status">
        {prompt ? <span className="visually-hidden">{prompt}，</span> : null}
        {busy ? '正在提交' : `已输入 ${count} 位，共 ${LENGTH} 位`}
      </p>
      <div className="keypad-error">{error}</div>
      <div className="keypad-keys" role="group" aria-label="安全键盘">
        {[...order.slice(0, 9), '', order[9] as string].map((key, at) =>
          key === '' ? <span key="gap" /> : <Key key={`${at}`} name={key} onPress={press} busy={busy} />,
        )}
        <button type="button" className="keypad-key keypad-delete" onClick={() => press('Backspace')}>
          删除
        </button>
      </div>
    </div>
  );
}

function Key({ name, onPress, busy }: { name: string; onPress: (key: string) => void; busy: boolean }) {
  return (
    <button
      type="button"
      className="keypad-key num"
      aria-disabled={busy ? true : undefined}
      onClick={() => onPress(name)}
    >
      {name}
    </button>
  );
}

function useHardwareKeys(press: (key: string) => void): void {
  const latest = useRef(press);
  latest.current = press;
  // Before anybody can see the keypad: the first key of a fast typist counts.
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (!/^[0-9]$/.test(event.key) && event.key !== 'Backspace') return;
      event.preventDefault();
      latest.current(event.key);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

function shuffledDigits(): string[] {
  const weights = crypto.getRandomValues(new Uint32Array(10));
  return Array.from('0123456789', (digit, at) => ({ digit, weight: weights[at] ?? 0 }))
    .sort((a, b) => a.weight - b.weight)
    .map(({ digit }) => digit);
}
