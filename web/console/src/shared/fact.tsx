import type { ReactNode } from 'react';

/** One fact of a line of facts: what it is called above, what it is below. */
export const Fact = ({ label, value }: { label: string; value: ReactNode }) => (
  <div>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </div>
);
