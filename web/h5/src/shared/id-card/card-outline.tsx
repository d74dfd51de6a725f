import type { Side } from './sides.ts';

/** What lies where on a card, for those who look which side is meant. */
export const CardOutline = ({ side }: { side: Side }) => (
  <svg className="card-outline" viewBox="0 0 171 108" aria-hidden="true" focusable="false">
    <rect x="1" y="1" width="169" height="106" rx="8" />
    {side === 'front' ? (
      <>
        <path d="M14 22h44M14 38h26M52 38h26M14 54h60M14 70h74M14 92h98" />
        <circle cx="132" cy="38" r="13" />
        <path d="M109 76c2-16 12-22 23-22s21 6 23 22" />
      </>
    ) : (
      <>
        <circle cx="30" cy="32" r="15" />
        <path d="M30 23l2.6 5.6 6 .8-4.4 4.2 1.1 6-5.3-2.9-5.3 2.9 1.1-6-4.4-4.2 6-.8zM60 24h88M72 40h64M40 76h96M40 92h96" />
      </>
    )}
  </svg>
);
