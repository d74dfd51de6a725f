import type { ReactNode } from 'react';
import { Keys } from './keypad-keys.tsx';
import { Sheet } from './sheet.tsx';

type KeypadProps = {
  title: string;
  open: boolean;
  onClose: () => void;
  /** Makes the digits unreadable before they leave this component; what it gives goes to `onSealed`. */
  seal: (digits: string) => Promise<string>;
  onSealed: (sealed: string) => void;
  onSealFailed: (cause: unknown) => void;
  busy: boolean;
  error?: ReactNode;
  help?: ReactNode;
};

/** Asks for the transaction password: the sixth digit hands it on, sealed. */
export function Keypad(props: KeypadProps) {
  const { title, open, onClose, busy, error, help, seal, onSealed, onSealFailed } = props;
  const whole = async (digits: string): Promise<void> => {
    try {
      onSealed(await seal(digits));
    } catch (cause) {
      onSealFailed(cause);
      throw cause;
    }
  };
  return (
    <Sheet title={title} open={open} onClose={onClose}>
      {open ? <Keys busy={busy} error={error} onWhole={whole} /> : null}
      {help ? <p className="keypad-help">{help}</p> : null}
    </Sheet>
  );
}
