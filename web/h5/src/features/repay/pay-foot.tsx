import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Fen } from '@miaodai/values/fen';
import { Button } from '@miaodai/ui';
import { lackOf, type Terms } from './repay.rules.ts';

type PayFootProps = { terms: Terms; amountFen: Fen | undefined; problem: ReactNode; text: string; onPay: () => void };

/** The way on: to the password, or first to the money that the account lacks. */
export function PayFoot({ terms, amountFen, problem, text, onPay }: PayFootProps) {
  const lack = amountFen === undefined ? undefined : lackOf(amountFen, terms.account);
  return (
    <>
      {problem}
      {lack ? (
        <Link className="button" href="/transfer?direction=in">
          先转入资金
        </Link>
      ) : (
        <Button onClick={onPay} inactive={terms.account?.ready === false}>
          {text}
        </Button>
      )}
    </>
  );
}
