import { useState, type FormEvent } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { emailField } from '@miaodai/http-api/fields';
import { Button, Field, Keypad, Notice } from '@miaodai/ui';
import { api, type AnswerOf } from '../../api.ts';
import { focusFirstError } from '../../shared/focus.ts';
import { ForgottenPassword } from '../../shared/forgotten-password.tsx';
import { usePasswordStep } from '../../shared/password-step.tsx';
import { codeOf, fieldProblem, ProblemNotice } from '../../shared/problem.tsx';
import { detour, useGoal } from '../../shared/way-back.ts';
import { useWrite } from '../../shared/write.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { Copies } from './copies.tsx';
import { addressError, completions, pauseMs } from './email.rules.ts';
import './by-email.css';

type List = AnswerOf<'listContractCopies'>;

/** The contract by e-mail (CON-3): an address, the duties that come with it, the password each time; then what became of it. */
export default function ByEmail({ contractId }: { contractId: string }) {
  const copies = useCopies(contractId);
  const form = useRequest(contractId);
  const left = copies.data?.leftToday;
  return (
    <Page
      title="下载到邮箱"
      back={detour(`/contracts/${contractId}`, useGoal())}
      foot={
        <>
          <ProblemNotice problem={form.step.pageProblem} />
          <Button type="submit" form="by-email" inactive={left === 0}>
            {left === 0 ? '今天的次数已用完，请明天再试' : '输入交易密码并发送'}
          </Button>
        </>
      }
    >
      <form id="by-email" className="card page-form" onSubmit={form.submit} noValidate>
        <Field
          label={emailField.label}
          name="email"
          type="email"
          inputMode="email"
          autoComplete="email"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={emailField.maxLength}
          value={form.address}
          hint={left === undefined ? '请填写您本人使用的邮箱' : `请填写您本人使用的邮箱，今天还可发送 ${left} 次`}
          error={form.error}
          onChange={form.change}
          onBlur={form.leave}
        />
        <Completions address={form.address} onChoose={form.choose} />
      </form>
      {copies.data && copies.data.notice.length > 0 ? (
        <Notice tone="warn" title="请您留意">
          {copies.data.notice.map((words) => (
            <p key={words}>{words}</p>
          ))}
        </Notice>
      ) : null}
      <Loaded query={copies} lines={4}>
        {(list) => <Copies list={list} onAgain={form.again} onRefresh={() => void copies.refetch()} />}
      </Loaded>
      <HowToOpen />
      <Keypad
        title="输入交易密码，发送合同"
        {...form.step.sheet}
        help={
          <>
            发送到 <b className="by-email-to">{form.address.trim()}</b>
            <br />
            <ForgottenPassword />
          </>
        }
      />
    </Page>
  );
}

/** Asked again while a mail is on its way, ever more seldom; after that by a tap, or on coming back to the page. */
function useCopies(contractId: string) {
  return useQuery({
    queryKey: ['contract-copies', contractId],
    queryFn: async ({ signal }) => api.listContractCopies({ params: { contractId } }, { signal }),
    staleTime: 0,
    refetchInterval: ({ state }) => pauseMs(state.data?.copies ?? [], state.dataUpdateCount),
  });
}

/** Another password would not help: the page says them. */
const PAGE_REFUSALS = ['step-not-allowed', 'too-many-requests'];

function useRequest(contractId: string) {
  const [address, setAddress] = useState('');
  const [wrong, setWrong] = useState<string>();
  const queries = useQueryClient();
  const send = useWrite(
    async (args: Parameters<typeof api.requestContractCopy>[0], options) => api.requestContractCopy(args, options),
    async (copy) => {
      const queryKey = ['contract-copies', contractId];
      await queries.cancelQueries({ queryKey });
      queries.setQueryData<List>(queryKey, (list) => list && withNewest(list, copy));
      setAddress('');
      setWrong(undefined);
      showRecords();
    },
  );
  const refused = fieldProblem(send.problem, 'address');
  const step = usePasswordStep(
    send,
    (transactionPassword) => ({ params: { contractId }, body: { address: address.trim(), transactionPassword } }),
    (problem) => fieldProblem(problem, 'address') !== undefined || PAGE_REFUSALS.includes(codeOf(problem) ?? ''),
  );
  const change = (value: string) => {
    setAddress(value);
    step.reset();
    if (!addressError(value)) setWrong(undefined);
  };
  return {
    address,
    error: wrong ?? refused,
    step: { ...step, pageProblem: refused ? undefined : step.pageProblem },
    change,
    choose: (value: string) => {
      change(value);
      document.querySelector<HTMLInputElement>('#by-email input')?.focus();
    },
    again: () => document.querySelector<HTMLInputElement>('#by-email input')?.focus(),
    leave: () => {
      if (address.trim() !== '') setWrong(addressError(address));
    },
    submit: (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault();
      const error = addressError(address);
      setWrong(error);
      if (error) return focusFirstError();
      step.show();
    },
  };
}

/** The newest record stands where the form was looked at, and is read out. */
const showRecords = (): void =>
  void requestAnimationFrame(() => {
    const heading = document.getElementById('copies');
    heading?.scrollIntoView({ block: 'start' });
    heading?.focus({ preventScroll: true });
  });

const withNewest = (list: List, copy: List['copies'][number]): List => ({
  ...list,
  copies: [copy, ...list.copies.filter(({ copyId }) => copyId !== copy.copyId)],
  leftToday: Math.max(0, list.leftToday - 1),
});

/** The usual mailboxes, so that nobody types them on a phone. */
function Completions({ address, onChoose }: { address: string; onChoose: (address: string) => void }) {
  const offered = completions(address);
  if (offered.length === 0) return null;
  return (
    <div className="completions" role="group" aria-label="常用邮箱">
      {offered.map((whole) => (
        // Kept from taking the focus before the tap counts: the field's own check would move the page under the finger.
        <button
          key={whole}
          type="button"
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(whole)}
        >
          {whole.slice(whole.indexOf('@'))}
        </button>
      ))}
    </div>
  );
}

const HowToOpen = () => (
  <section className="card stack-s" aria-labelledby="how">
    <h2 id="how">怎样打开收到的文件</h2>
    <ol className="how-to-open">
      <li>邮件附件是加密的 ZIP 文件（AES-256），先保存到电脑或手机。</li>
      <li>回到这里，在“申请记录”里查看解压码。解压码不会写在邮件里。</li>
      <li>用 7-Zip、WinZip，或 Windows 11、macOS 较新版本自带的程序打开，输入解压码。</li>
    </ol>
    <p className="small muted">
      Windows 10 自带的资源管理器打不开这种加密文件，请先安装 7-Zip。手机上打不开时，可以返回合同页直接打开 PDF。
    </p>
  </section>
);
