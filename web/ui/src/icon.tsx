const paths = {
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  info: 'M12 21a9 9 0 100-18 9 9 0 000 18zM12 11v5M12 7.6v.1',
  check: 'M12 21a9 9 0 100-18 9 9 0 000 18zM8 12.2l2.8 2.8L16 9.5',
  alert: 'M12 3.5L2.8 19.5h18.4L12 3.5zM12 10v4.5M12 17v.1',
  clock: 'M12 21a9 9 0 100-18 9 9 0 000 18zM12 7v5l3.2 2',
  home: 'M4 11l8-7 8 7v9h-5v-6H9v6H4z',
  loans: 'M6 3h9l4 4v14H6zM14 3v5h5M9 13h7M9 17h5',
  person: 'M12 12a4 4 0 100-8 4 4 0 000 8zM4.5 20.5c.8-3.8 3.8-5.5 7.5-5.5s6.7 1.7 7.5 5.5',
  phone: 'M6.5 3.5h3l1.5 4.5-2 1.5a11 11 0 005.5 5.5l1.5-2 4.5 1.5v3a2 2 0 01-2.2 2A17 17 0 014.5 5.7a2 2 0 012-2.2z',
  face: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M9 9.5v1M15 9.5v1M8.5 14.5c1.8 2 5.2 2 7 0',
  officer: 'M12 11a4 4 0 100-8 4 4 0 000 8zM4.5 20.5c.8-4 3.8-6 7.5-6s6.7 2 7.5 6M12 15l-1 2.5 1 2 1-2z',
  empty: 'M4 13l2.5-8h11L20 13v6H4zM4 13h5l1.2 2.5h3.6L15 13h5',
  offline: 'M3 3l18 18M5 10a11 11 0 014-2.5M19 10a11 11 0 00-5-2.8M8.5 14a5.5 5.5 0 016-.8M12 18v.1',
  shield: 'M12 3l7.5 3v6c0 4.5-3.2 7.5-7.5 9-4.3-1.5-7.5-4.5-7.5-9V6zM8.8 12l2.3 2.3 4.2-4.3',
  pen: 'M5 19l1-4L16.5 4.5l3 3L9 18zM14 7l3 3',
  'id-card':
    'M3 5.5h18v13H3zM6.5 15.5c.4-1.8 1.5-2.6 2.5-2.6s2.1.8 2.5 2.6M9 11.2a1.7 1.7 0 100-3.4 1.7 1.7 0 000 3.4M14.5 9.5h4M14.5 12.5h4M14.5 15.5h2.5',
  'bank-card': 'M3 6h18v12.5H3zM3 10h18M6.5 15h4',
  'arrow-in': 'M12 4v11M7.5 10.5L12 15l4.5-4.5M4 20h16',
  bell: 'M6 16.5v-6a6 6 0 0112 0v6l1.5 2h-15zM10 21h4',
  'arrow-out': 'M12 15V4M7.5 8.5L12 4l4.5 4.5M4 20h16',
} as const;

export type IconName = keyof typeof paths;

/** A picture that repeats what the words beside it say. */
export const Icon = ({ name, size = 24 }: { name: IconName; size?: number }) => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.7"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    <path d={paths[name]} />
  </svg>
);
