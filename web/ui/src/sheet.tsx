import { useId, useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react';
import { LinkButton } from './button.tsx';
import './sheet.css';

type SheetProps = {
  title: string;
  open: boolean;
  onClose: () => void;
  children: ReactNode;
  foot?: ReactNode;
  bodyRef?: RefObject<HTMLDivElement | null> | undefined;
  closeText?: string | undefined;
  /** Taps beside it and Esc do nothing: it must be answered. */
  insistent?: boolean | undefined;
};

/** From the bottom on a phone, in the middle on a PC. A native dialog keeps and returns the focus by itself. */
export function Sheet({ title, open, onClose, children, foot, bodyRef, closeText = '关闭', insistent }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  const close = useRef(onClose);
  const insist = useRef(insistent);
  close.current = onClose;
  insist.current = insistent;
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element || !open) return undefined;
    const before = document.activeElement;
    show(element);
    // A browser closes it by itself, and asks nobody, where nothing was touched since it opened.
    const closedByBrowser = () => (insist.current ? show(element) : close.current());
    element.addEventListener('close', closedByBrowser);
    // The title is read out, and no button stands ready for a stray Enter.
    heading.current?.focus();
    return () => {
      element.removeEventListener('close', closedByBrowser);
      hide(element);
      // A dialog taken out of the page does not give the focus back by itself.
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [open]);
  if (!open) return null;
  return (
    // Esc is the keyboard's way beside it, Back a phone's; the dialog element brings both.
    <dialog
      ref={dialog}
      className="sheet"
      aria-labelledby={id}
      onKeyDown={(event) => {
        if (insistent && event.key === 'Escape') event.preventDefault();
      }}
      onCancel={(event) => {
        event.preventDefault();
        if (!insistent) onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current && !insistent) onClose();
      }}
    >
      <div className="sheet-head">
        <h2 id={id} ref={heading} tabIndex={-1}>
          {title}
        </h2>
        {insistent ? null : <LinkButton onClick={onClose}>{closeText}</LinkButton>}
      </div>
      <div className="sheet-body" ref={bodyRef} tabIndex={0} role="region" aria-labelledby={id}>
        {children}
      </div>
      {foot ? <div className="sheet-foot">{foot}</div> : null}
    </dialog>
  );
}

function show(element: HTMLDialogElement): void {
  document.documentElement.style.overflow = 'hidden';
  if (typeof element.showModal === 'function') {
    if (!element.open) element.showModal();
    return;
  }
  element.setAttribute('open', '');
  element.setAttribute('data-plain', '');
  element.setAttribute('role', 'dialog');
  element.setAttribute('aria-modal', 'true');
}

function hide(element: HTMLDialogElement): void {
  document.documentElement.style.overflow = '';
  if (typeof element.close === 'function' && element.open) element.close();
}
