import type { ButtonHTMLAttributes, ReactNode } from 'react';
import './button.css';

type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> & {
  kind?: 'primary' | 'secondary' | 'quiet' | 'danger' | undefined;
  small?: boolean | undefined;
  /** A request is under way: further taps do nothing. */
  busy?: boolean | undefined;
  /** Stays in the tab order, so that a screen reader can say why nothing happens yet. */
  inactive?: boolean | undefined;
  children: ReactNode;
};

export function Button({ kind = 'primary', small, busy, inactive, onClick, children, ...rest }: ButtonProps) {
  const off = busy || inactive;
  return (
    <button
      type="button"
      {...rest}
      className={small ? 'button button-small' : 'button'}
      data-kind={kind === 'primary' ? undefined : kind}
      data-busy={busy ? '' : undefined}
      aria-disabled={off ? true : undefined}
      aria-busy={busy ? true : undefined}
      onClick={(event) => {
        if (off) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {children}
      {busy ? <span className="button-dots" aria-hidden="true" /> : null}
    </button>
  );
}

/** A button that looks like a link: for what is beside the main way. */
export function LinkButton({ children, className, ...rest }: ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button type="button" {...rest} className={className ? `link ${className}` : 'link'}>
      {children}
    </button>
  );
}
