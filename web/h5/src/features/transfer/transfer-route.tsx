import { lazy, type ReactNode } from 'react';

const Transfer = lazy(async () => import('./transfer.tsx'));
const Receipt = lazy(async () => import('./receipt.tsx'));
const Records = lazy(async () => import('./records.tsx'));
const Gated = lazy(async () => import('../../shell/gated.tsx'));

/** A new transfer, the list of those made, or one of them by its id. */
export default function TransferRoute({ page }: { page: string | undefined }): ReactNode {
  if (page === 'records') return <Records />;
  if (page !== undefined) return <Receipt key={page} transferId={page} />;
  return (
    <Gated goal="transfer">
      <Transfer />
    </Gated>
  );
}
