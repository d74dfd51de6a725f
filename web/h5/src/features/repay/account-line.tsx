import { Link } from 'wouter';
import type { Fen } from '@miaodai/values/fen';
import { Facts, Money, Notice } from '@miaodai/ui';
import { accountText } from '../../shared/account-text.ts';
import { lackOf, type Terms } from './repay.rules.ts';

/** Where the money is taken from and whether it is there. @param amountFen undefined while it is not known how much. */
export function AccountLine({ terms, amountFen }: { terms: Terms; amountFen: Fen | undefined }) {
  const { account, accountNo } = terms;
  const lack = amountFen === undefined ? undefined : lackOf(amountFen, account);
  return (
    <section className="card stack" aria-label="还款账户">
      <Facts
        facts={[
          { name: '还款账户', value: accountText(accountNo) },
          account
            ? { name: '可用余额', value: <Money fen={account.availableFen} /> }
            : { name: '可用余额', value: '暂时查询不到' },
        ]}
      />
      {account && !account.ready ? (
        <Notice tone="warn" title="账户现在不能付款">
          <p>
            账户状态不正常，恢复以后才能还款。
            <Link className="link" href="/account">
              查看怎么办理
            </Link>
          </p>
        </Notice>
      ) : lack ? (
        <Notice tone="warn" title="余额不够，请先转入">
          <p>
            还差 <Money fen={lack} />
            。转入后回到这里再还。
          </p>
        </Notice>
      ) : null}
      {account ? null : <p className="small muted">查询不到余额不影响还款：余额不够时不会扣款。</p>}
    </section>
  );
}
