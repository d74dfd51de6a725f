import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Facts, Money, Notice, Statement } from '@miaodai/ui';
import { api, type AnswerOf } from '../../api.ts';
import { accountText, cardText } from '../../shared/account-text.ts';
import { accountKey } from '../../shared/account.ts';
import { Copyable } from '../../shared/copyable.tsx';
import { useFollow } from '../../shared/follow.ts';
import { minuteText } from '../../shared/time.ts';
import { Waiting } from '../../shared/waiting.tsx';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { directionName, isOpen } from './transfer.rules.ts';
import './transfer.css';

type Transfer = AnswerOf<'readTransfer'>;

/** One transfer: what is known of it, followed until all of it is. */
export default function Receipt({ transferId }: { transferId: string }) {
  const first = useQuery({
    queryKey: ['transfer', transferId],
    queryFn: async ({ signal }) => api.readTransfer({ params: { transferId }, query: {} }, { signal }),
  });
  const [latest, setLatest] = useState<Transfer>();
  const queries = useQueryClient();
  const transfer = latest ?? first.data;
  const { silent } = useFollow(
    first.data !== undefined && isOpen(transfer?.state),
    async (waitMs, signal) => api.readTransfer({ params: { transferId }, query: { waitMs } }, { signal }),
    setLatest,
  );
  const settled = transfer !== undefined && !isOpen(transfer.state);
  useEffect(() => {
    if (!settled) return;
    // What the money has changed is asked for anew where it is shown: an old balance must not be seen for a moment even.
    for (const queryKey of [accountKey, ['transfers'], ['transfer-terms'], ['movements']])
      queries.removeQueries({ queryKey });
  }, [settled, queries]);
  const title = transfer ? `${directionName[transfer.direction]}结果` : '转账结果';
  return (
    <Page
      title={title}
      back="/account"
      foot={
        transfer && !isOpen(transfer.state) ? (
          <>
            <Link className="button" href="/account">
              完成
            </Link>
            <Link className="button" data-kind="secondary" href={`/transfer?direction=${transfer.direction}`} replace>
              {transfer.state === 'done' ? '再转一笔' : '重新转账'}
            </Link>
          </>
        ) : undefined
      }
    >
      <Loaded query={{ ...first, data: transfer }} lines={6}>
        {(data) => (
          <>
            {isOpen(data.state) ? <Open transfer={data} silent={silent} /> : null}
            <section className="card">
              {isOpen(data.state) ? null : <Ended transfer={data} />}
              <Details transfer={data} />
            </section>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Open({ transfer, silent }: { transfer: Transfer; silent: boolean }) {
  const name = directionName[transfer.direction];
  if (transfer.state === 'returning')
    return (
      <>
        <Waiting
          title="退回处理中"
          text="这笔转账没有成功，资金正在原路退回，一分不少。"
          silent={silent}
          stages={[
            { name: '转账没有成功', state: 'done' },
            { name: '资金原路退回', state: 'now' },
          ]}
        />
        {transfer.reason ? (
          <Notice tone="warn" title="没有成功的原因">
            <p>{transfer.reason}</p>
          </Notice>
        ) : null}
      </>
    );
  const legs = transfer.direction === 'in' ? ['银行卡扣款', '电子账户入账'] : ['电子账户扣款', '银行卡入账'];
  return (
    <Waiting
      title={`${name}处理中`}
      text="通常几秒钟完成。结果确认之前，请不要重复转账。"
      silent={silent}
      stages={[
        { name: `已受理${name}`, state: 'done' },
        { name: legs.join('、'), state: 'now' },
        { name: '完成', state: 'next' },
      ]}
    />
  );
}

const Ended = ({ transfer }: { transfer: Transfer }) =>
  transfer.state === 'done' ? (
    <Statement icon="check" tone="success" title={`${directionName[transfer.direction]}成功`} />
  ) : (
    <Statement icon="alert" tone="warn" title={`${directionName[transfer.direction]}没有成功，资金没有减少`}>
      <p>{transfer.reason ?? '请联系客服了解原因。'}</p>
    </Statement>
  );

function Details({ transfer }: { transfer: Transfer }) {
  const card = cardText(transfer);
  const account = accountText(transfer.accountNo);
  const [from, to] = transfer.direction === 'in' ? [card, account] : [account, card];
  return (
    <>
      <p className="transfer-sum">
        <Money fen={transfer.amountFen} />
      </p>
      <Facts
        facts={[
          { name: '从', value: from },
          { name: '到', value: to },
          { name: '提交时间', value: minuteText(transfer.requestedAt) },
          transfer.settledAt && { name: '完成时间', value: minuteText(transfer.settledAt) },
          transfer.serialNo !== null && { name: '交易流水号', value: <Copyable text={transfer.serialNo} /> },
          transfer.balanceFen !== null && {
            name: '账户余额',
            value: <Money fen={transfer.balanceFen} />,
            strong: true,
          },
        ]}
      />
    </>
  );
}
