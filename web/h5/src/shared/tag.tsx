import './tag.css';

/** A state in a word; its colour says nothing that the word does not. */
export const Tag = ({
  tone,
  children,
}: {
  tone?: 'quiet' | 'success' | 'warn' | 'danger' | undefined;
  children: string;
}) => (
  <span className="tag" data-tone={tone}>
    {children}
  </span>
);
