import './ring.css';

/** A share of a whole as a ring, with its words in the middle. */
export function Ring({ part, whole, children }: { part: number; whole: number; children: React.ReactNode }) {
  const share = whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0;
  const length = 2 * Math.PI * 42;
  return (
    <div className="ring">
      <svg viewBox="0 0 100 100" aria-hidden="true" focusable="false">
        <circle cx="50" cy="50" r="42" />
        <circle
          className="ring-part"
          cx="50"
          cy="50"
          r="42"
          strokeDasharray={`${share * length} ${length}`}
          strokeLinecap={share > 0 ? 'round' : 'butt'}
          transform="rotate(-90 50 50)"
        />
      </svg>
      <div className="ring-text">{children}</div>
    </div>
  );
}
