import { Link } from 'wouter';
import { Statement } from '@miaodai/ui';
import type { Attempt } from './repay.rules.ts';

/** Why nothing can be paid now, and where to go instead. */
export function Hindered({ title, why, open }: { title: string; why: string; open: Attempt | null }) {
  return (
    <section className="card stack">
      <Statement icon={open ? 'clock' : 'info'} title={open ? '有一笔还款正在处理' : title}>
        <p>{why}</p>
      </Statement>
      {open ? (
        <Link
          className="button"
          href={`/${open.via === 'deposit' ? 'deposit-repayments' : 'repayments'}/${open.repaymentId}`}
        >
          查看处理中的还款
        </Link>
      ) : null}
    </section>
  );
}
