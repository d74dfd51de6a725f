import { useState } from 'react';
import { keep } from '../shared/store.ts';

const root = document.documentElement;
export const isElder = (): boolean => root.hasAttribute('data-elder');

/** 长辈版: an attribute that the style sheet reads, kept for the next visit. */
export function useElder(): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(isElder);
  return [
    on,
    (wanted) => {
      if (wanted) root.setAttribute('data-elder', '');
      else root.removeAttribute('data-elder');
      keep('elder', wanted ? '1' : undefined);
      setOn(wanted);
    },
  ];
}

export type Theme = 'light' | 'dark' | undefined;

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(() => (root.getAttribute('data-theme') as Theme) ?? undefined);
  return [
    theme,
    (wanted) => {
      if (wanted) root.setAttribute('data-theme', wanted);
      else root.removeAttribute('data-theme');
      keep('theme', wanted);
      setTheme(wanted);
    },
  ];
}
