import { useRef, useState, type ReactNode } from 'react';
import { Keys } from './keypad-keys.tsx';
import { Sheet } from './sheet.tsx';

type SetPasswordProps = {
  title: string;
  open: boolean;
  onClose: () => void;
  /** What can be held against the digits before they are sent: nothing about the person is known here. */
  weak: (digits: string) => string | undefined;
  seal: (digits: string) => Promise<string>;
  /** Both rounds agree; the password is sealed. */
  onSealed: (sealed: string) => void;
  onSealFailed: (cause: unknown) => void;
  busy: boolean;
  /** What the server has against the last one. The customer then begins with the first round again. */
  error?: ReactNode;
};

/** Sets a transaction password: the same six digits twice, one keypad after the other. */
export function SetPassword({ title, open, onClose, ...rounds }: SetPasswordProps) {
  return (
    <Sheet title={title} open={open} onClose={onClose}>
      {open ? <Rounds {...rounds} /> : null}
      <p className="keypad-help">请避开生日、手机号、证件号中的数字，也不要和别处的密码相同。</p>
    </Sheet>
  );
}

type RoundsProps = Omit<SetPasswordProps, 'title' | 'open' | 'onClose'>;
/** `no` makes each round's keys new: no digit of one is left in the next. */
type Round = { no: number; again: boolean; hint?: string | undefined };

function Rounds({ weak, seal, onSealed, onSealFailed, busy, error }: RoundsProps) {
  const first = useRef('');
  const [round, setRound] = useState<Round>({ no: 0, again: false });
  const toFirst = (hint?: string) => {
    first.current = '';
    setRound(({ no }) => ({ no: no + 1, again: false, hint }));
  };
  const whole = async (digits: string): Promise<void> => {
    if (!round.again) {
      const against = weak(digits);
      if (against) return toFirst(against);
      first.current = digits;
      return setRound(({ no }) => ({ no: no + 1, again: true }));
    }
    if (digits !== first.current) return toFirst('两次输入不一致，请重新设置');
    try {
      onSealed(await seal(digits));
    } catch (cause) {
      onSealFailed(cause);
    }
    toFirst();
  };
  const hint = round.hint ? (
    <p className="keypad-hint" role="alert">
      {round.hint}
    </p>
  ) : undefined;
  return (
    <Keys
      key={round.no}
      prompt={round.again ? '请再输入一次' : '请输入新的 6 位交易密码'}
      onWhole={whole}
      busy={busy}
      error={hint ?? (round.again ? undefined : error)}
    />
  );
}
