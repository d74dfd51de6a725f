import { useState, type FormEvent, type ReactNode } from 'react';
import { Button, Notice } from '@miaodai/ui';
import { api } from '../../api.ts';
import type { ElectronicAccount } from '../../shared/account.ts';
import { AgreeLine, type Agreed } from '../../shared/agree-line.tsx';
import { CardFields, cardError, emptyCard, useCardInfo, type CardAnswers } from '../../shared/card-fields.tsx';
import { focusFirstError } from '../../shared/focus.ts';
import { codeOf, ProblemNotice } from '../../shared/problem.tsx';
import { useWrite } from '../../shared/write.ts';

type BindCardProps = {
  faceAttemptId: string;
  onOpening: (account: ElectronicAccount) => void;
  onProofExpired: () => void;
  children: (body: ReactNode, foot: ReactNode) => ReactNode;
};
type Opened = Parameters<typeof api.openAccount>[0];

/** The card that money comes from and goes to, and the two agreements, each with its own box. */
export default function BindCard({ faceAttemptId, onOpening, onProofExpired, children }: BindCardProps) {
  const [answers, setAnswers] = useState<CardAnswers>(emptyCard);
  const [asked, setAsked] = useState(false);
  const [account, setAccount] = useState<Agreed>();
  const [binding, setBinding] = useState<Agreed>();
  const info = useCardInfo(answers.cardNo);
  const open = useWrite(async (args: Opened, options) => api.openAccount(args, options), onOpening);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setAsked(true);
    if (cardError(answers, info)) return focusFirstError();
    if (!account || !binding) return undefined;
    const agreements = [
      { kind: 'account-agreement' as const, ...account },
      { kind: 'card-binding' as const, ...binding },
    ];
    return open.run({ body: { ...answers, faceAttemptId, agreements } });
  };
  const expired = codeOf(open.problem) === 'face-not-matched';
  return (
    <>
      {children(
        <form id="bind-card" className="page" onSubmit={(event) => void submit(event)} noValidate>
          <CardFields answers={answers} onChange={setAnswers} info={info} asked={asked} problem={open.problem} />
          <section className="card" aria-label="协议">
            <AgreeLine kind="account-agreement" agreed={account} onAgreed={setAccount} />
            <AgreeLine kind="card-binding" agreed={binding} onAgreed={setBinding} />
          </section>
          <Notice>
            <p>会向发卡银行核对姓名、身份证号、卡号和手机号四项信息，不会扣款。</p>
          </Notice>
        </form>,
        <>
          <ProblemNotice
            problem={open.problem}
            {...(expired ? { onRetry: onProofExpired, retryText: '重新识别人脸' } : {})}
          />
          <Button type="submit" form="bind-card" busy={open.busy} inactive={!account || !binding}>
            {account && binding ? '绑卡并开户' : '阅读并同意两份协议后开户'}
          </Button>
        </>,
      )}
    </>
  );
}
