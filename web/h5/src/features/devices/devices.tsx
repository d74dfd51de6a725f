import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, LinkButton, Sheet } from '@miaodai/ui';
import { api, type AnswerOf } from '../../api.ts';
import { ProblemNotice } from '../../shared/problem.tsx';
import { minuteText } from '../../shared/time.ts';
import { useWrite } from '../../shared/write.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import './devices.css';

type Session = AnswerOf<'listSessions'>['sessions'][number];
/** One of them, or all but this one. */
type Ending = Session | 'others';

const key = ['sessions'] as const;

/** Where the customer is signed in; any of them may be ended from here. */
export default function Devices() {
  const sessions = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => api.listSessions({}, { signal }),
    staleTime: 0,
  });
  const [ending, setEnding] = useState<Ending>();
  const others = sessions.data?.sessions.filter(({ current }) => !current).length ?? 0;
  return (
    <Page
      title="登录设备"
      back="/mine/security"
      foot={
        others > 0 ? (
          <Button kind="danger" onClick={() => setEnding('others')}>
            退出其他 {others} 台设备
          </Button>
        ) : undefined
      }
    >
      <p className="lead">您的账号正在这些设备上登录。有不认识的，请退出它，并修改登录密码。</p>
      <Loaded query={sessions} lines={5}>
        {(data) => (
          <ul className="card devices">
            {[...data.sessions].sort(thisFirst).map((session) => (
              <Device key={session.sessionId} session={session} onEnd={() => setEnding(session)} />
            ))}
          </ul>
        )}
      </Loaded>
      {others === 0 && sessions.data ? <p className="small muted">没有其他设备登录。</p> : null}
      <EndSheet ending={ending} onClose={() => setEnding(undefined)} />
    </Page>
  );
}

const thisFirst = (a: Session, b: Session): number => Number(b.current) - Number(a.current);

const Device = ({ session, onEnd }: { session: Session; onEnd: () => void }) => (
  <li>
    <div>
      <b>
        {session.device}
        {session.current ? <span className="devices-this">本机</span> : null}
      </b>
      <span className="small muted num">
        {minuteText(session.startedAt)} 登录 · {session.ip}
      </span>
      <span className="small muted num">最近使用 {minuteText(session.lastSeenAt)}</span>
    </div>
    {session.current ? null : (
      <LinkButton onClick={onEnd} aria-label={`退出 ${session.device}`}>
        退出
      </LinkButton>
    )}
  </li>
);

function EndSheet({ ending, onClose }: { ending: Ending | undefined; onClose: () => void }) {
  const queries = useQueryClient();
  const end = useWrite(
    async (which: { sessionId?: string }, options) =>
      which.sessionId
        ? api.endSession({ params: { sessionId: which.sessionId } }, options)
        : api.endOtherSessions({}, options),
    async () => {
      await queries.refetchQueries({ queryKey: key });
      onClose();
    },
  );
  const name = ending === 'others' ? '其他所有设备' : (ending?.device ?? '');
  return (
    <Sheet
      title={`退出${name}`}
      open={ending !== undefined}
      onClose={onClose}
      closeText="取消"
      foot={
        <>
          <Button
            kind="danger"
            busy={end.busy}
            onClick={() => ending && void end.run(ending === 'others' ? {} : { sessionId: ending.sessionId })}
          >
            确认退出
          </Button>
          <Button kind="secondary" onClick={onClose}>
            取消
          </Button>
        </>
      }
    >
      <div className="stack">
        <p>{name}会马上退出登录，再次登录时要验证短信验证码。</p>
        <ProblemNotice problem={end.problem} />
      </div>
    </Sheet>
  );
}
