import { useState, type FormEvent } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { Button, Facts, Icon, Keypad, Notice, SmsCode, Statement } from '@miaodai/ui';
import { api, type AnswerOf } from '../../api.ts';
import { accountKey } from '../../shared/account.ts';
import { CardFields, cardError, emptyCard, useCardInfo } from '../../shared/card-fields.tsx';
import { useCodeRequest } from '../../shared/code-request.ts';
import { focusFirstError } from '../../shared/focus.ts';
import { ForgottenPassword } from '../../shared/forgotten-password.tsx';
import { usePasswordStep } from '../../shared/password-step.tsx';
import { codeOf, ProblemNotice } from '../../shared/problem.tsx';
import { minuteText } from '../../shared/time.ts';
import { useWrite } from '../../shared/write.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import './account.css';

type Card = NonNullable<AnswerOf<'readBoundCard'>['card']>;
const cardKey = ['bound-card'] as const;

const useBoundCard = () =>
  useQuery({ queryKey: cardKey, queryFn: async ({ signal }) => api.readBoundCard({}, { signal }) });

/** The bound card, another in its place, or none. */
export default function BoundCard({ what }: { what: string | undefined }) {
  if (what === 'change') return <Rebind />;
  return what === 'unbind' ? <Unbind /> : <Overview />;
}

function Overview() {
  const card = useBoundCard();
  return (
    <Page
      title="绑定的银行卡"
      back="/account"
      foot={
        card.data ? (
          <>
            <Link className="button" href="/account/card/change">
              {card.data.card ? '更换银行卡' : '绑定银行卡'}
            </Link>
            {card.data.card ? (
              <Link className="button" data-kind="secondary" href="/account/card/unbind">
                解除绑定
              </Link>
            ) : null}
          </>
        ) : undefined
      }
    >
      <Loaded query={card} lines={3}>
        {(data) => (data.card ? <CardShown card={data.card} /> : <NoCard />)}
      </Loaded>
      <Notice>
        <p>电子账户只和您本人绑定的一张借记卡转入转出。换卡时会向新卡的银行核对四项信息。</p>
      </Notice>
    </Page>
  );
}

const CardShown = ({ card }: { card: Card }) => (
  <section className="card">
    <div className="account-card">
      <Icon name="bank-card" size={32} />
      <div>
        <h2>{card.bankName}</h2>
        <p className="num">借记卡 {card.cardNo}</p>
      </div>
    </div>
    <Facts facts={[{ name: '绑定时间', value: minuteText(card.boundAt) }]} />
  </section>
);

const NoCard = () => (
  <section className="card">
    <Statement icon="bank-card" title="还没有绑定银行卡">
      <p>绑定后才能转入转出</p>
    </Statement>
  </section>
);

/** The code and its words; the same for both changes of the card. */
function useCardCode(purpose: 'bind-card' | 'unbind-card') {
  const [code, setCode] = useState('');
  const sms = useCodeRequest(purpose, async (options) => api.requestAccountCode({ body: { purpose } }, options));
  return { code, setCode, sms, missing: code.length === 6 ? undefined : '请输入 6 位短信验证码' };
}

type CodeFieldProps = { code: ReturnType<typeof useCardCode>; error: string | undefined; onChange: () => void };

const CodeField = ({ code, error, onChange }: CodeFieldProps) => (
  <section className="card page-form" aria-label="短信验证">
    <SmsCode
      value={code.code}
      onChange={(value) => {
        code.setCode(value);
        onChange();
      }}
      onComplete={() => undefined}
      {...code.sms.field}
      error={error}
    />
    <ProblemNotice problem={code.sms.problem} />
  </section>
);

/** What the card's change has changed elsewhere is asked for anew. */
function useDone() {
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  return () => {
    void queries.invalidateQueries({ queryKey: cardKey });
    void queries.invalidateQueries({ queryKey: accountKey });
    void queries.invalidateQueries({ queryKey: ['transfer-terms'] });
    navigate('/account/card', { replace: true });
  };
}

type Rebound = Parameters<typeof api.rebindCard>[0]['body'];
const notThePassword = (problem: unknown): boolean =>
  !['transaction-password-wrong', 'transaction-password-locked', 'password-envelope-expired'].includes(
    codeOf(problem) ?? 'transaction-password-wrong',
  );

function Rebind() {
  const [card, setCard] = useState(emptyCard);
  const [asked, setAsked] = useState(false);
  const code = useCardCode('bind-card');
  const info = useCardInfo(card.cardNo);
  const done = useDone();
  const rebind = useWrite(async (body: Rebound, options) => api.rebindCard({ body }, options), done);
  const step = usePasswordStep(
    rebind,
    (transactionPassword) => ({ ...card, smsCode: code.code, transactionPassword }),
    notThePassword,
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setAsked(true);
    if (cardError(card, info) || code.missing) return focusFirstError();
    step.show();
  };
  return (
    <Page
      title="绑定新银行卡"
      back="/account/card"
      foot={
        <>
          <ProblemNotice problem={step.pageProblem} />
          <Button type="submit" form="rebind">
            输入交易密码并绑定
          </Button>
        </>
      }
    >
      <form id="rebind" className="page" onSubmit={submit} noValidate>
        <CardFields
          answers={card}
          info={info}
          asked={asked}
          problem={rebind.problem}
          onChange={(answers) => {
            setCard(answers);
            step.reset();
          }}
        />
        <CodeField code={code} error={(asked ? code.missing : undefined) ?? step.codeProblem} onChange={step.reset} />
        <Notice>
          <p>新卡必须是您本人的借记卡。为了资金安全，换卡后的一段时间内转出会受限制。</p>
        </Notice>
      </form>
      <Keypad title="输入交易密码，确认绑定" {...step.sheet} help={<ForgottenPassword />} />
    </Page>
  );
}

function Unbind() {
  const [asked, setAsked] = useState(false);
  const code = useCardCode('unbind-card');
  const done = useDone();
  const unbind = useWrite(
    async (body: { smsCode: string; transactionPassword: string }, options) => api.unbindCard({ body }, options),
    done,
  );
  const step = usePasswordStep(
    unbind,
    (transactionPassword) => ({ smsCode: code.code, transactionPassword }),
    notThePassword,
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setAsked(true);
    if (code.missing) return focusFirstError();
    step.show();
  };
  return (
    <Page
      title="解除绑定"
      back="/account/card"
      foot={
        <>
          <ProblemNotice problem={step.pageProblem} />
          <Button type="submit" form="unbind" kind="danger">
            输入交易密码并解除
          </Button>
        </>
      }
    >
      <section className="card stack-s" aria-labelledby="unbind-how">
        <h2 id="unbind-how">解除之前请确认</h2>
        <ul className="care-points small">
          <li>账户余额已经转出，余额为 0。</li>
          <li>没有处理中的转账和放款。</li>
          <li>解除后不能转入转出，要用时再绑定一张本人的卡。只想换卡时，请直接“更换银行卡”。</li>
        </ul>
      </section>
      <form id="unbind" onSubmit={submit} noValidate>
        <CodeField code={code} error={(asked ? code.missing : undefined) ?? step.codeProblem} onChange={step.reset} />
      </form>
      <Keypad title="输入交易密码，解除绑定" {...step.sheet} help={<ForgottenPassword />} />
    </Page>
  );
}
