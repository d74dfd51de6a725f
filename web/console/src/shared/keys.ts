import { useEffect, useRef } from 'react';

/** Keys of one stroke for who works a queue all day. None of them acts while something is typed or a dialog is open. */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const now = useRef(keys);
  useEffect(() => {
    now.current = keys;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const act = now.current[event.key];
      if (!act || [...document.querySelectorAll('[role=dialog]')].some((one) => one.checkVisibility())) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.role === 'combobox');

/** The next or previous of the rows' links gets the focus: Enter then opens it, as on every link. */
export function stepThroughRows(by: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>('a[data-row]')];
  if (!links.length) return;
  const at = links.findIndex((link) => link === document.activeElement);
  const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + by))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}
