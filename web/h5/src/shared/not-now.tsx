import { useState } from 'react';
import { useLocation } from 'wouter';
import { Button, Sheet } from '@miaodai/ui';
import { api, type Application } from '../api.ts';
import { useSetApplication } from './application.ts';
import { ProblemNotice } from './problem.tsx';
import { dayText } from './time.ts';
import { useWrite } from './write.ts';

/** «暂不借款», as visible as borrowing: the limit stays, unless the customer gives it up. */
export function NotNow({ application }: { application: Application }) {
  const [open, setOpen] = useState(false);
  const [, navigate] = useLocation();
  const set = useSetApplication();
  const { applicationId, decision } = application;
  const withdraw = useWrite(
    async (params: { applicationId: string }, options) => api.withdrawApplication({ params }, options),
    (withdrawn) => {
      set(withdrawn);
      navigate('/', { replace: true });
    },
  );
  return (
    <>
      <Button kind="secondary" onClick={() => setOpen(true)}>
        暂不借款
      </Button>
      <Sheet
        title="暂不借款"
        open={open}
        onClose={() => setOpen(false)}
        closeText="取消"
        foot={
          <>
            <Button onClick={() => navigate('/')}>先离开，保留额度</Button>
            <Button kind="danger" busy={withdraw.busy} onClick={() => void withdraw.run({ applicationId })}>
              放弃本次申请
            </Button>
          </>
        }
      >
        <div className="stack">
          <p>
            不借款不收任何费用。{decision ? `额度保留到 ${dayText(decision.validUntil)}，到期前随时可以回来借。` : ''}
          </p>
          <p className="muted">放弃申请后额度不再保留，需要时可以重新申请。</p>
          <ProblemNotice problem={withdraw.problem} />
        </div>
      </Sheet>
    </>
  );
}
