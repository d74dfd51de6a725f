import { useState } from 'react';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { Icon, LinkButton, Statement } from '@miaodai/ui';
import { api, newKey, type AnswerOf } from '../../api.ts';
import { Pages } from '../../shared/pages.tsx';
import { clockText } from '../../shared/time.ts';
import { useGoal } from '../../shared/way-back.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { byDay } from './messages.rules.ts';
import './messages.css';

type List = AnswerOf<'listMessages'>;
type Message = List['messages'][number];
type MarkRead = (body: Parameters<typeof api.markMessagesRead>[0]['body']) => Promise<void>;

/** What the bank has told the customer, by days; opened, a message is read. */
export default function MessagesPage() {
  const [page, setPage] = useState(1);
  const [now] = useState(() => Date.now());
  const list = useQuery({
    queryKey: ['messages', page],
    queryFn: async ({ signal }) => api.listMessages({ query: { page } }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const markRead = useMarkRead();
  return (
    <Page title="消息" back={useGoal() ?? '/mine'}>
      <Loaded query={list} lines={8}>
        {({ messages, total, unread, pages, page: shown }) =>
          messages.length === 0 ? (
            <None />
          ) : (
            <>
              <div className="row">
                <p className="small muted num" aria-live="polite">
                  共 {total} 条，{unread > 0 ? `${unreadText(unread)}未读` : '全部已读'}
                </p>
                <AllRead show={unread > 0 && shown === 1} until={messages[0]?.at} onRead={markRead} />
              </div>
              {byDay(messages, now).map(({ day, name, messages: some }) => (
                <section key={day} aria-label={name}>
                  <h2 className="message-day small">{name}</h2>
                  <ul className="card messages">
                    {some.map((message) => (
                      <Item
                        key={message.messageId}
                        message={message}
                        onOpen={() => void markRead({ messageIds: [message.messageId] })}
                      />
                    ))}
                  </ul>
                </section>
              ))}
              <Pages page={shown} pages={pages} onPage={setPage} />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

/** On the first page, where the newest is: what comes after it stays new. */
const AllRead = ({ show, until, onRead }: { show: boolean; until: Message['at'] | undefined; onRead: MarkRead }) =>
  show && until ? <LinkButton onClick={() => void onRead({ until })}>全部标为已读</LinkButton> : null;

const unreadText = (unread: number): string => (unread >= 100 ? '99+ 条' : `${unread} 条`);

/** Where it fails the mark stays, and the next opening tries again. */
function useMarkRead(): MarkRead {
  const queries = useQueryClient();
  return async (body) => {
    try {
      await api.markMessagesRead({ body }, { idempotencyKey: newKey() });
    } catch {
      return;
    }
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['messages'] }),
      queries.invalidateQueries({ queryKey: ['session'] }),
    ]);
  };
}

const Item = ({ message: { title, text, at, unread, ...about }, onOpen }: { message: Message; onOpen: () => void }) => {
  const way = wayOn(about);
  return (
    <li>
      <details
        onToggle={({ currentTarget }) => {
          if (currentTarget.open && unread) onOpen();
        }}
      >
        <summary>
          <span className="message-head">
            <b className="message-title" data-unread={unread ? '' : undefined}>
              {title}
              {unread ? <span className="visually-hidden">（未读）</span> : null}
            </b>
            <time className="small muted num" dateTime={at}>
              {clockText(at)}
            </time>
            <Icon name="next" size={18} />
          </span>
          <span className="message-preview small muted">{text}</span>
        </summary>
        <p>{text}</p>
        <Link className="link" href={way.href}>
          {way.name}
        </Link>
      </details>
    </li>
  );
};

function wayOn({ topic, loanId }: Pick<Message, 'topic' | 'loanId'>): { href: string; name: string } {
  if (topic === 'account') return { href: '/account', name: '查看电子账户' };
  if (topic === 'security') return { href: '/mine/security', name: '前往安全中心' };
  if (topic === 'application') return { href: '/loans', name: '查看办理进度' };
  return loanId ? { href: `/loans/${loanId}`, name: '查看这笔贷款' } : { href: '/loans', name: '查看我的贷款' };
}

const None = () => (
  <section className="card">
    <Statement icon="empty" title="还没有消息">
      <p>审批、放款、还款提醒和账户变动会出现在这里，也会发短信告诉您。</p>
    </Statement>
  </section>
);
