import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { Button, Facts, Notice, Statement, Steps } from '@miaodai/ui';
import { api } from '../../api.ts';
import { cardText } from '../../shared/account-text.ts';
import { useAccount, useSetAccount, type ElectronicAccount } from '../../shared/account.ts';
import { useFollow } from '../../shared/follow.ts';
import { ProblemNotice } from '../../shared/problem.tsx';
import { Waiting } from '../../shared/waiting.tsx';
import { detour, useGoal } from '../../shared/way-back.ts';
import { Page, PageLoading } from '../../shell/page.tsx';
import { FaceAttempt } from '../../shared/face/face-attempt.tsx';
import { IdCardFlow, useIdDocument } from '../../shared/id-card/id-card-flow.tsx';
import { BindCard } from './bind-card.tsx';
import { Introduction } from './introduction.tsx';
import { useFaceProof } from './face-proof.ts';

const STAGES = ['身份证', '人脸识别', '绑定银行卡', '开户结果'] as const;

/** Opens an electronic account. What the server knows decides where it goes on: after a refresh, a day, on another device. */
export default function OpenAccount() {
  const goal = useGoal();
  const account = useAccount();
  const document = useIdDocument();
  const error = account.error ?? document.error;
  if (account.data === undefined || document.data === undefined)
    return error ? (
      <Frame goal={goal}>
        <ProblemNotice problem={error} onRetry={() => void Promise.all([account.refetch(), document.refetch()])} />
      </Frame>
    ) : (
      <PageLoading />
    );
  const { data } = account;
  if (data?.state === 'opening') return <Opening goal={goal} account={data} />;
  if (data && data.state !== 'opening-refused') return <Opened goal={goal} account={data} />;
  return (
    <Applying
      goal={goal}
      refused={data}
      known={document.data.confirmed && !document.data.expired}
      begun={document.data.confirmed || document.data.front !== null}
    />
  );
}

type FrameProps = { goal: string | undefined; stage?: number; foot?: ReactNode; children: ReactNode };

const Frame = ({ goal, stage, foot, children }: FrameProps) => (
  <Page title="开立电子账户" back={goal === undefined ? '/account' : '/'} foot={foot}>
    {stage === undefined ? null : <Steps label="开户进度" names={STAGES} current={stage} />}
    {children}
  </Page>
);

type ApplyingProps = {
  goal: string | undefined;
  refused: ElectronicAccount | null;
  known: boolean;
  begun: boolean;
};

function Applying({ goal, refused, known, begun }: ApplyingProps) {
  const [started, setStarted] = useState(begun || refused !== null);
  const proof = useFaceProof();
  const set = useSetAccount();
  if (!started)
    return (
      <Frame goal={goal} foot={<Button onClick={() => setStarted(true)}>开始开户</Button>}>
        <Introduction />
      </Frame>
    );
  if (!known)
    return (
      <IdCardFlow onConfirmed={() => window.scrollTo(0, 0)}>
        {(body, foot) => (
          <Frame goal={goal} stage={0} foot={foot}>
            {body}
          </Frame>
        )}
      </IdCardFlow>
    );
  if (!proof.attemptId)
    return (
      <FaceAttempt purpose="open-account" onPassed={proof.note}>
        {(body, foot) => (
          <Frame goal={goal} stage={1} foot={foot}>
            {refused?.explanation ? (
              <Notice tone="warn" title="上次开户没有成功">
                <p>{refused.explanation}</p>
              </Notice>
            ) : null}
            {proof.expired ? (
              <Notice tone="warn">
                <p>人脸识别结果已过期，请再识别一次。</p>
              </Notice>
            ) : null}
            {body}
          </Frame>
        )}
      </FaceAttempt>
    );
  return (
    <BindCard
      faceAttemptId={proof.attemptId}
      onProofExpired={proof.drop}
      onOpening={(account) => {
        proof.use();
        set(account);
      }}
    >
      {(body, foot) => (
        <Frame goal={goal} stage={2} foot={foot}>
          {body}
        </Frame>
      )}
    </BindCard>
  );
}

function Opening({ goal, account }: { goal: string | undefined; account: ElectronicAccount }) {
  const set = useSetAccount();
  const { silent } = useFollow(
    account.state === 'opening',
    async (waitMs, signal) => api.readAccount({ query: { waitMs } }, { signal }),
    set,
  );
  return (
    <Frame goal={goal} stage={3}>
      <Waiting
        title="开户处理中"
        text="通常几秒钟完成。结果确认之前，请不要重复提交。"
        silent={silent}
        stages={[
          { name: '已核实身份与银行卡', state: 'done' },
          { name: '银行核心系统开户', state: 'now' },
          { name: '返回账号', state: 'next' },
        ]}
      />
    </Frame>
  );
}

function Opened({ goal, account }: { goal: string | undefined; account: ElectronicAccount }) {
  const fresh = account.state === 'not-active' || account.state === 'activating';
  return (
    <Frame
      goal={goal}
      {...(fresh ? { stage: 3 } : {})}
      foot={
        fresh ? (
          <Link className="button" href={detour('/activate', goal)} replace>
            去激活账户
          </Link>
        ) : (
          <Link className="button" href={goal ?? '/account'} replace>
            {goal ? '继续办理' : '查看账户'}
          </Link>
        )
      }
    >
      <section className="card">
        <Statement icon="check" tone="success" title={fresh ? '开户成功' : '您已有电子账户'}>
          <p>{fresh ? '再用一分钟激活，就可以转入转出和借款' : '每位客户开立一个电子账户，不用重复开户'}</p>
        </Statement>
        <Facts
          facts={[
            { name: '电子账号', value: account.accountNo ?? '—', strong: true },
            { name: '户名', value: account.holderName },
            account.card && { name: '绑定银行卡', value: cardText(account.card) },
          ]}
        />
      </section>
    </Frame>
  );
}
