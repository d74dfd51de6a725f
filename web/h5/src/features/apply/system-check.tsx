import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { Button, Notice } from '@miaodai/ui';
import { api, type Application } from '../../api.ts';
import { useAdvance } from '../../shared/application.ts';
import { ProblemNotice } from '../../shared/problem.tsx';
import { StepFrame } from '../../shared/step-page.tsx';
import { minuteText } from '../../shared/time.ts';
import { useWrite } from '../../shared/write.ts';
import '../../shared/course.css';

type Check = NonNullable<Application['systemCheck']>;
type Item = { title: string; words: string; state: 'done' | 'now' | 'failed' };

const NAMES = ['身份信息核验', '本行申请记录', '电子账户状态'] as const;
const MARK = { done: '已通过', now: '校验中', failed: '未通过' } as const;

/** Between the two agreements: made when the page opens; passed, it goes on by itself, else it says what is not in order. */
export default function SystemCheck({ application }: { application: Application }) {
  const { applicationId, systemCheck } = application;
  const advance = useAdvance('system-check');
  const check = useWrite(
    async (params: { applicationId: string }, options) => api.checkSystem({ params }, options),
    advance,
  );
  const begun = useRef(false);
  useEffect(() => {
    // What has failed before is told first: whether to try again is the customer's to say.
    if (begun.current || systemCheck) return;
    begun.current = true;
    void check.run({ applicationId });
  });
  const found = check.busy ? null : systemCheck;
  const again = () => void check.run({ applicationId });
  return (
    <StepFrame
      page="system-check"
      title="系统校验"
      application={application}
      foot={
        found || check.problem ? (
          <Button busy={check.busy} onClick={again}>
            重新校验
          </Button>
        ) : undefined
      }
    >
      <p className="lead" aria-live="polite">
        {found ? '有一项没有通过，处理后可以重新校验。' : '正在校验，通常几秒钟完成，通过后自动进入下一份授权书。'}
      </p>
      <section className="card" aria-label="校验项目">
        <ol className="course">
          {itemsOf(found).map(({ title, words, state }) => (
            <li key={title} data-state={state}>
              <div>
                <b>{title}</b>
                {words ? <p className="small muted">{words}</p> : null}
              </div>
              <small>{check.problem && state === 'now' ? '未完成' : MARK[state]}</small>
            </li>
          ))}
        </ol>
        {found ? <p className="xs muted">校验时间 {minuteText(found.at)}</p> : null}
      </section>
      <ProblemNotice problem={check.problem} />
      {found ? <WhatToDo /> : null}
    </StepFrame>
  );
}

function itemsOf(check: Check | null): Item[] {
  if (!check) return NAMES.map((title) => ({ title, words: '', state: 'now' }));
  return check.items.map(({ title, words, passed }) => ({ title, words, state: passed ? 'done' : 'failed' }));
}

const WhatToDo = () => (
  <Notice title="您可以">
    <p>
      到<Link href="/account">账户管理</Link>或<Link href="/mine">我的</Link>
      查看并处理，再回来重新校验。已同意的授权书不用再读一遍。
    </p>
  </Notice>
);
