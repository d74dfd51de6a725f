import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { Facts, Money, Statement } from '@miaodai/ui';
import { api, type AnswerOf } from '../../api.ts';
import { accountText } from '../../shared/account-text.ts';
import { Tag } from '../../shared/tag.tsx';
import { dayText } from '../../shared/time.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import './repay.css';

type Note = AnswerOf<'listOpenNotes'>['notes'][number];

/** The loan notes that are not paid off, each with what it owes and how it may be repaid (REP-2). */
export default function Notes() {
  const list = useQuery({
    queryKey: ['open-notes'],
    queryFn: async ({ signal }) => api.listOpenNotes({}, { signal }),
    staleTime: 0,
  });
  return (
    <Page title="我要还款" back="/loans">
      <Loaded query={list} lines={8}>
        {({ notes, on }) =>
          notes.length > 0 ? (
            <>
              <p className="small muted">未结清的借据，金额计算到 {dayText(on)}。</p>
              <ul className="stack">
                {notes.map((note) => (
                  <li key={note.loanId}>
                    <NoteCard note={note} />
                  </li>
                ))}
              </ul>
            </>
          ) : (
            <section className="card">
              <Statement icon="empty" title="没有未结清的贷款">
                <p>您现在没有需要还的贷款。</p>
              </Statement>
            </section>
          )
        }
      </Loaded>
    </Page>
  );
}

const NoteCard = ({ note }: { note: Note }) => (
  <section className="card stack" aria-label={`借据 ${note.loanNo}`}>
    <div className="row">
      <h2>{note.productName}</h2>
      {note.overdueFen > 0 ? <Tag tone="danger">{`逾期 ${note.daysPastDue} 天`}</Tag> : <Tag>还款中</Tag>}
    </div>
    <Facts
      facts={[
        { name: '借据号', value: note.loanNo },
        { name: '借款金额', value: <Money fen={note.principalFen} /> },
        { name: '本金余额', value: <Money fen={note.outstandingFen} />, strong: true },
        { name: '还款账户', value: accountText(note.accountNo) },
        note.current && {
          name: `本期应还（第 ${note.current.periodNo} 期）`,
          value: (
            <>
              <Money fen={note.current.totalFen} />
              <small className="repay-under muted">{dayText(note.current.dueOn)}</small>
            </>
          ),
        },
        { name: '到今天的利息', value: <Money fen={note.interestFen} /> },
        { name: '逾期金额', value: <Money fen={note.overdueFen} />, strong: note.overdueFen > 0 },
      ]}
    />
    <div className="repay-ways">
      <Link className="button" data-kind="secondary" href={`/loans/${note.loanId}/repay`}>
        还款
      </Link>
      <Link className="button" data-kind="secondary" href={`/loans/${note.loanId}/early`}>
        提前还款
      </Link>
    </div>
    {note.mayRepayEarly ? <p className="small muted">{note.mayRepayEarly}</p> : null}
  </section>
);
