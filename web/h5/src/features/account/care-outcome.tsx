import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { Facts, Statement } from '@miaodai/ui';
import { api, type AnswerOf } from '../../api.ts';
import { accountKey } from '../../shared/account.ts';
import { useFollow } from '../../shared/follow.ts';
import { minuteText } from '../../shared/time.ts';
import { Waiting } from '../../shared/waiting.tsx';
import { useGoal } from '../../shared/way-back.ts';
import { Page } from '../../shell/page.tsx';
import { careTexts, type CareKind } from './care-texts.ts';

type Change = AnswerOf<'readAccountChange'>;

const isOpen = ({ state }: Change): boolean => state === 'requested' || state === 'sent';

export function CareOutcome({ kind, change: first }: { kind: CareKind; change: Change }) {
  const [change, setChange] = useState(first);
  const queries = useQueryClient();
  const goal = useGoal();
  const { silent } = useFollow(
    isOpen(change),
    async (waitMs, signal) =>
      api.readAccountChange({ params: { changeId: change.changeId }, query: { waitMs } }, { signal }),
    (answer) => {
      setChange(answer);
      if (!isOpen(answer)) queries.removeQueries({ queryKey: accountKey });
    },
  );
  const texts = careTexts[kind];
  if (isOpen(change))
    return (
      <Page title={texts.title} back="/account">
        <Waiting
          title={`${texts.title}处理中`}
          text="通常几秒钟完成。结果确认之前，请不要重复提交。"
          silent={silent}
          stages={[
            { name: '已受理', state: 'done' },
            { name: '银行核心系统处理', state: 'now' },
          ]}
        />
      </Page>
    );
  const done = change.state === 'done';
  const way = done && goal ? { name: '继续办理', href: goal } : { name: '返回账户', href: '/account' };
  return (
    <Page
      title={texts.title}
      back="/account"
      foot={
        <Link className="button" href={way.href} replace>
          {way.name}
        </Link>
      }
    >
      <section className="card">
        <Statement
          icon={done ? 'check' : 'alert'}
          tone={done ? 'success' : 'warn'}
          title={done ? texts.done : texts.refused}
        >
          <p>{done ? texts.after : (change.reason ?? '请联系客服了解原因。')}</p>
        </Statement>
        <Facts facts={[{ name: '受理时间', value: minuteText(change.requestedAt) }]} />
      </section>
    </Page>
  );
}
