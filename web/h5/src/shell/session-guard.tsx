import { useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Sheet } from '@miaodai/ui';
import { api } from '../api.ts';
import { forgetSession, sessionLeft, useSession } from './session.ts';

const WARN_MS = 60_000;

/** Tells sixty seconds ahead that the session ends, and offers to go on. */
export default function SessionGuard() {
  const queries = useQueryClient();
  const session = useSession();
  const [left, setLeft] = useState<number>();
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (!session.data) return undefined;
    const timer = setInterval(() => {
      const { leftMs } = sessionLeft();
      if (leftMs <= 0) forgetSession(queries, 'timeout');
      setLeft(leftMs <= WARN_MS ? Math.max(0, Math.ceil(leftMs / 1000)) : undefined);
    }, 1000);
    return () => clearInterval(timer);
  }, [session.data, queries]);
  const goOn = async () => {
    setBusy(true);
    await session.refetch();
    setBusy(false);
    setLeft(undefined);
  };
  const leave = async () => {
    await api.signOut({}).catch(() => undefined);
    forgetSession(queries);
  };
  const { extendable } = sessionLeft();
  return (
    <Sheet
      title="登录即将超时"
      open={left !== undefined && !!session.data}
      onClose={() => undefined}
      insistent
      foot={
        <>
          {extendable ? (
            <Button busy={busy} onClick={() => void goOn()}>
              继续使用
            </Button>
          ) : null}
          <Button kind="secondary" onClick={() => void leave()}>
            退出登录
          </Button>
        </>
      }
    >
      <p>
        还有 <b className="num">{left}</b> 秒将自动退出登录。您填写的内容已保存。
      </p>
      {extendable ? null : <p className="muted">本次登录已达到最长时间，退出后请重新登录继续办理。</p>}
    </Sheet>
  );
}
