import { useEffect, useRef, useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import type { Session } from '../api.ts';
import { Problem } from '../shared/problem.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { goOnWorking, sessionLeft, setSessionOver, signOut, useSessionOver } from './session.ts';

const WARN_MS = 60_000;

/** A minute before the session ends the clerk is asked; after it, signing in again over the page loses nothing of it. */
export function SessionEnd({ session }: { session: Session }) {
  const over = useSessionOver();
  const [left, setLeft] = useState(Infinity);
  useEffect(() => {
    const look = () => {
      const { leftMs } = sessionLeft();
      setLeft(leftMs);
      if (leftMs <= 0) setSessionOver(true);
    };
    const timer = setInterval(look, 1_000);
    return () => clearInterval(timer);
  }, []);
  if (over) return <SignInAgain session={session} />;
  return left <= WARN_MS ? <Warning seconds={Math.max(1, Math.ceil(left / 1000))} /> : null;
}

function Warning({ seconds }: { seconds: number }) {
  const queries = useQueryClient();
  const { mutate, isPending, error } = useMutation({ mutationFn: () => goOnWorking(queries) });
  const { extendable } = sessionLeft();
  const goOn = useRef<HTMLButtonElement>(null);
  return (
    <Modal
      open
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      // Enter must not sign out who types on.
      afterOpenChange={() => goOn.current?.focus()}
      title="登录即将超时"
      width={420}
      footer={[
        <Button key="out" onClick={() => void signOut(queries)}>
          退出登录
        </Button>,
        extendable ? (
          <Button key="on" ref={goOn} type="primary" loading={isPending} onClick={() => mutate()}>
            继续使用
          </Button>
        ) : null,
      ]}
    >
      <p>
        <span className="num">{seconds}</span> 秒后自动退出。
        {extendable
          ? '正在填写的内容会留在页面上。'
          : '本次登录已到最长时限，届时请重新登录；正在填写的内容会留在页面上。'}
      </p>
      <Problem cause={error} />
    </Modal>
  );
}

function SignInAgain({ session }: { session: Session }) {
  const queries = useQueryClient();
  return (
    <Modal
      open
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      title="登录已超时，请重新登录"
      width={400}
      footer={null}
      destroyOnHidden
    >
      <p className="muted">正在填写的内容仍在页面上，登录后可以继续。</p>
      <SignInForm
        loginName={session.staff.loginName}
        onDone={(now) => {
          // What is on the page is the work of who was here before.
          if (now.staff.staffId === session.staff.staffId) void queries.invalidateQueries({ predicate: isOfPages });
          else location.assign(import.meta.env.BASE_URL);
        }}
      />
    </Modal>
  );
}

const isOfPages = ({ queryKey }: { queryKey: readonly unknown[] }): boolean => queryKey[0] !== 'session';
