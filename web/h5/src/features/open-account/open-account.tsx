import { lazy, useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { Button, Facts, Notice, Statement, Steps } from '@miaodai/ui';
import { api } from '../../api.ts';
import { cardText } from '../../shared/account-text.ts';
import { AccountAndCard } from '../../shared/account-and-card.tsx';
import { useSetAccount, type ElectronicAccount } from '../../shared/account.ts';
import { useFollow } from '../../shared/follow.ts';
import { Waiting } from '../../shared/waiting.tsx';
import { detour, useGoal } from '../../shared/way-back.ts';
import { Page } from '../../shell/page.tsx';
import { FaceAttempt } from '../../shared/face/face-attempt.tsx';
import { IdCardFlow } from '../../shared/id-card/id-card-flow.tsx';
import { Introduction } from './introduction.tsx';
import { useFaceProof } from './face-proof.ts';

/** Minutes away when this page opens. */
const BindCard = lazy(async () => import('./bind-card.tsx'));

const STAGES = ['身份证', '人脸识别', '绑定银行卡', '开户结果'] as const;

/** Opens an electronic account. What the server knows decides where it goes on: after a refresh, a day, on another device. */
export default function OpenAccount() {
  const goal = useGoal();
  return (
    <AccountAndCard renderProblem={(body) => <Frame goal={goal}>{body}</Frame>}>
      {(account, document) => {
        if (account?.state === 'opening') return <Opening goal={goal} account={account} />;
        if (account?.state === 'closed') return <Closed goal={goal} account={account} />;
        if (account && account.state !== 'opening-refused') return <Opened goal={goal} account={account} />;
        return (
          <Applying
            goal={goal}
            refused={account}
            known={document.confirmed && !document.expired}
            begun={document.confirmed || document.front !== null}
          />
        );
      }}
    </AccountAndCard>
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

/** The bank keeps one account for each customer and opens another in the place of a closed one at a branch only. */
const Closed = ({ goal, account }: { goal: string | undefined; account: ElectronicAccount }) => (
  <Frame
    goal={goal}
    foot={
      <Link className="button" href="/account" replace>
        查看账户
      </Link>
    }
  >
    <section className="card">
      <Statement icon="alert" tone="warn" title="原电子账户已销户">
        <p>{account.explanation}</p>
      </Statement>
      <Facts facts={[{ name: '原电子账号', value: account.accountNo ?? '—' }]} />
    </section>
  </Frame>
);
