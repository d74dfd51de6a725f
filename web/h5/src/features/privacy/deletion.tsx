import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { Button, Check, Notice, Sheet, Statement } from '@miaodai/ui';
import { api, type AnswerOf } from '../../api.ts';
import { codeOf, ProblemNotice } from '../../shared/problem.tsx';
import { dayText } from '../../shared/time.ts';
import { useWrite } from '../../shared/write.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { forgetSession } from '../../shell/session.ts';
import { SignInAgain } from './sign-in-again.tsx';
import './privacy.css';

type Deletion = AnswerOf<'readDeletion'>;

/** What closing the record deletes, what the law keeps and until when, and what stands against it; then the act itself. */
export default function DeletionPage() {
  const deletion = useQuery({
    queryKey: ['deletion'],
    queryFn: async ({ signal }) => api.readDeletion({}, { signal }),
    staleTime: 0,
  });
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState<Deletion>();
  if (done) return <Afterwards deletion={done} />;
  return (
    <Page
      title="注销与删除"
      back="/mine/privacy"
      foot={
        deletion.data?.state === 'possible' ? (
          <Button kind="danger" onClick={() => setAsking(true)}>
            申请注销
          </Button>
        ) : undefined
      }
    >
      <Loaded query={deletion} lines={8}>
        {(data) => <Consequences deletion={data} />}
      </Loaded>
      <ConfirmSheet open={asking} onClose={() => setAsking(false)} onDone={setDone} />
    </Page>
  );
}

const Consequences = ({ deletion: { blocks, deletes, keeps } }: { deletion: Deletion }) => (
  <>
    {blocks.length > 0 ? (
      <Notice tone="warn" title="现在还不能注销">
        <ul className="privacy-list">
          {blocks.map(({ reason, explanation }) => (
            <li key={reason}>{explanation}</li>
          ))}
        </ul>
      </Notice>
    ) : (
      <p className="lead">注销后不能再登录，所有设备都会退出。再次使用要重新注册。</p>
    )}
    <section className="card" aria-labelledby="deletes">
      <h2 id="deletes">马上删除</h2>
      <ul className="privacy-list">
        {deletes.map(({ what, explanation }) => (
          <li key={what}>
            <b>{what}</b>
            <span className="small muted">{explanation}</span>
          </li>
        ))}
      </ul>
    </section>
    <section className="card" aria-labelledby="keeps">
      <h2 id="keeps">依法保留，到期删除</h2>
      {keeps.length === 0 ? <p className="muted">没有需要保留的信息。</p> : null}
      <ul className="privacy-list">
        {keeps.map(({ what, why, until }) => (
          <li key={what}>
            <b>{what}</b>
            <span className="small muted">
              {why}，保留到 <span className="nowrap">{dayText(until)}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  </>
);

type ConfirmProps = { open: boolean; onClose: () => void; onDone: (deletion: Deletion) => void };

function ConfirmSheet({ open, onClose, onDone }: ConfirmProps) {
  const [understood, setUnderstood] = useState(false);
  const request = useWrite(
    async (_: object, options) => api.requestDeletion({ body: { understood: true } }, options),
    onDone,
  );
  const again = codeOf(request.problem) === 'sign-in-again';
  return (
    <Sheet
      title="确认注销"
      open={open}
      onClose={onClose}
      closeText="取消"
      foot={
        <>
          <Button onClick={onClose}>不注销了</Button>
          <Button kind="danger" busy={request.busy} inactive={!understood} onClick={() => void request.run({})}>
            确认注销并删除
          </Button>
        </>
      }
    >
      <div className="stack">
        <p>注销不能撤销。请先导出您需要保存的信息。</p>
        <Check checked={understood} onChange={setUnderstood}>
          我已了解注销的后果
        </Check>
        {again ? <SignInAgain /> : <ProblemNotice problem={request.problem} />}
      </div>
    </Sheet>
  );
}

/** All sessions have ended: this page only says what was done. */
function Afterwards({ deletion }: { deletion: Deletion }) {
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const leave = () => {
    forgetSession(queries);
    navigate('/', { replace: true });
  };
  return (
    <Page title="已注销" foot={<Button onClick={leave}>回到首页</Button>}>
      <div className="card">
        <Statement icon="check" tone="success" title="已注销">
          <p>您的用户已注销，所有设备都已退出登录。</p>
        </Statement>
      </div>
      <Consequences deletion={{ ...deletion, blocks: [] }} />
    </Page>
  );
}
