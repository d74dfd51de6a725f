import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { Money, Statement } from '@miaodai/ui';
import { api, type AnswerOf } from '../../api.ts';
import { cardText } from '../../shared/account-text.ts';
import { minuteText } from '../../shared/time.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { directionName, isOpen, stateName } from './transfer.rules.ts';
import './transfer.css';

type Transfers = AnswerOf<'listTransfers'>['transfers'];

export default function Records() {
  const list = useQuery({
    queryKey: ['transfers'],
    queryFn: async ({ signal }) => api.listTransfers({}, { signal }),
    staleTime: 0,
  });
  return (
    <Page title="转账记录" back="/account">
      <Loaded query={list} lines={6}>
        {({ transfers }) => (transfers.length > 0 ? <List transfers={transfers} /> : <None />)}
      </Loaded>
    </Page>
  );
}

const List = ({ transfers }: { transfers: Transfers }) => (
  <ul className="card transfer-list">
    {transfers.map(({ transferId, direction, amountFen, state, requestedAt, bankName, cardNo }) => (
      <li key={transferId}>
        <Link href={`/transfer/${transferId}`}>
          <span>
            {directionName[direction]}
            <small className="num">{cardText({ bankName, cardNo })}</small>
            <small className="num">{minuteText(requestedAt)}</small>
          </span>
          <span className="transfer-right">
            <Money fen={amountFen} />
            <small data-state={isOpen(state) ? 'open' : state}>{stateName[state]}</small>
          </span>
        </Link>
      </li>
    ))}
  </ul>
);

const None = () => (
  <section className="card stack">
    <Statement icon="empty" title="还没有转账">
      <p>从绑定的银行卡转入，或转出到银行卡，记录都会在这里。</p>
    </Statement>
    <Link className="button" href="/transfer?direction=in">
      转入资金
    </Link>
  </section>
);
