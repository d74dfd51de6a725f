/** The app around the page. What differs between hosts is here and in the theme, and nowhere else. */
export type Host = {
  /** Also the theme: `:root[data-host]`. */
  name: 'browser' | 'staff-app';
  /** The host draws its own title bar; ours is then left out. */
  hasTitleBar: boolean;
  setTitle: (title: string) => void;
};
