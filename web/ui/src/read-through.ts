import { useEffect, useRef, useState, type RefObject } from 'react';

export type Reading = {
  /** The end was reached and the time is over. */
  done: boolean;
  secondsLeft: number;
  /** Of the text, by how far it has been in view; 0 once the end was reached. */
  percentLeft: number;
};

/** What a text asks of its reader: so many seconds, and whether the end must have been in view. */
export type ReadingRule = { seconds: number; toTheEnd: boolean };

/**
 * Forced reading: the end of the text must have been in view, where that is asked, and the minimum time have passed, counted only
 * while the page is. A text too short to scroll still keeps the time. With a scroller (a sheet's body) that is watched, else the page.
 */
export function useReading(
  text: RefObject<HTMLElement | null>,
  { seconds, toTheEnd }: ReadingRule,
  active: boolean,
  scroller?: RefObject<HTMLElement | null>,
): Reading {
  const [percentUnread, setPercentUnread] = useState(100);
  const [secondsLeft, setSecondsLeft] = useState(seconds);
  const spent = useRef(0);
  useEffect(() => {
    spent.current = 0;
    setSecondsLeft(seconds);
    setPercentUnread(100);
    if (!active) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === 'hidden') return;
      spent.current += 1;
      setSecondsLeft(Math.max(0, seconds - spent.current));
      if (spent.current >= seconds) clearInterval(timer);
    }, 1000);
    return () => clearInterval(timer);
  }, [seconds, active]);
  useEffect(() => {
    if (!active) return undefined;
    const measure = () => {
      if (!text.current) return;
      const seen = shareSeen(text.current, scroller?.current ?? undefined);
      setPercentUnread((before) => Math.min(before, Math.round((1 - seen) * 100)));
    };
    const target: EventTarget = scroller?.current ?? window;
    measure();
    target.addEventListener('scroll', measure, { passive: true });
    window.addEventListener('resize', measure);
    // Fonts and skeletons settle after the first frame.
    const settled = setInterval(measure, 500);
    return () => {
      target.removeEventListener('scroll', measure);
      window.removeEventListener('resize', measure);
      clearInterval(settled);
    };
  }, [text, scroller, active, seconds]);
  const percentLeft = toTheEnd ? percentUnread : 0;
  return { done: percentLeft === 0 && secondsLeft === 0, secondsLeft, percentLeft };
}

/** What the button says until it may be pressed. */
export function readingText({ percentLeft, secondsLeft }: Reading): string {
  if (percentLeft > 0) return `请读到末尾（还剩 ${percentLeft}%）`;
  return secondsLeft > 0 ? `请阅读 ${secondsLeft} 秒` : '';
}

function shareSeen(text: HTMLElement, scroller: HTMLElement | undefined): number {
  const box = text.getBoundingClientRect();
  const bottom = scroller ? scroller.getBoundingClientRect().bottom : bottomOfView();
  if (box.height === 0) return 0;
  // Two pixels of grace: zoomed pages stop short of the very end.
  return Math.min(1, Math.max(0, (bottom - box.top + 2) / box.height));
}

/** A foot that stays in view covers what scrolls beneath it: what lies under it has not been seen. */
function bottomOfView(): number {
  const foot = document.querySelector('[data-covers-text]');
  return Math.min(window.innerHeight, foot?.getBoundingClientRect().top ?? Infinity);
}
