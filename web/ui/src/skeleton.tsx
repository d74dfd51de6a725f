import './skeleton.css';

/** Bars where the text will stand. Says once that the page is loading. */
export const Skeleton = ({ lines = 3, card = true }: { lines?: number; card?: boolean }) => (
  <div className={card ? 'card skeleton' : 'skeleton'} role="status">
    <span className="visually-hidden">正在加载</span>
    {Array.from({ length: lines }, (_, at) => (
      <i key={at} aria-hidden="true" />
    ))}
  </div>
);
