import { useState } from 'react';
import { Link } from 'wouter';
import { Button, Facts, Keypad, Notice, SetPassword } from '@miaodai/ui';
import { transactionPasswordError } from '@miaodai/http-api/passwords';
import { api } from '../../api.ts';
import { ProblemNotice } from '../../shared/problem.tsx';
import { sealPassword } from '../../shared/seal.ts';
import { isDefinite, useWrite } from '../../shared/write.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { Done } from './done.tsx';
import { CENTRE, useSecurity } from './security.ts';

const FORGOTTEN = `${CENTRE}/forgotten-transaction-password`;

/** The old one first, then the new one twice; each is sealed on its own. */
export default function TransactionPassword() {
  const security = useSecurity();
  const change = useChange();
  if (change.done)
    return (
      <Done title="交易密码已修改">
        <p>以后提交申请、转账等请用新的交易密码。</p>
      </Done>
    );
  const problem = change.problem ? <ProblemNotice problem={change.problem} onRetry={change.retry} /> : undefined;
  const isSet = security.data?.transactionPassword === 'set';
  return (
    <Page
      title="修改交易密码"
      back={CENTRE}
      foot={isSet ? <Button onClick={change.begin}>修改交易密码</Button> : undefined}
    >
      <Loaded query={security}>
        {({ transactionPassword }) =>
          transactionPassword === 'unset' ? (
            <Unset />
          ) : (
            <section className="card stack-s">
              <Facts facts={[{ name: '交易密码', value: transactionPassword === 'set' ? '已设置' : '已锁定' }]} />
              <p className="small muted">6 位数字，提交申请、转账、修改手机号时使用。</p>
              <Link className="link" href={FORGOTTEN}>
                忘记交易密码
              </Link>
            </section>
          )
        }
      </Loaded>
      <Keypad
        title="请输入原交易密码"
        open={change.at === 'old'}
        onClose={change.stop}
        seal={sealPassword}
        onSealed={change.takeOld}
        onSealFailed={change.fail}
        busy={false}
        error={problem}
        help={
          <Link className="link" href={FORGOTTEN}>
            忘记交易密码
          </Link>
        }
      />
      <SetPassword
        title="设置新的交易密码"
        open={change.at === 'new'}
        onClose={change.stop}
        weak={transactionPasswordError}
        seal={sealPassword}
        onSealed={change.takeNew}
        onSealFailed={change.fail}
        busy={change.busy}
        error={problem}
      />
    </Page>
  );
}

type Both = { old: string; new: string };

function useChange() {
  const [at, setAt] = useState<'old' | 'new'>();
  const [old, setOld] = useState('');
  const [sent, setSent] = useState<Both>();
  const [done, setDone] = useState(false);
  const [sealProblem, setSealProblem] = useState<unknown>();
  const change = useWrite(
    async (body: Both, options) => api.changeTransactionPassword({ body }, options),
    () => setDone(true),
  );
  return {
    at,
    done,
    busy: change.busy,
    problem: sealProblem ?? change.problem,
    fail: setSealProblem,
    begin: () => {
      change.clear();
      setSealProblem(undefined);
      setAt('old');
    },
    stop: () => setAt(undefined),
    takeOld: (sealed: string) => {
      change.clear();
      setSealProblem(undefined);
      setOld(sealed);
      setAt('new');
    },
    takeNew: (sealed: string) => {
      setSealProblem(undefined);
      const both = { old, new: sealed };
      setSent(both);
      // The nonce of the old one is used up by the try, whatever its outcome: after a refusal it is asked for again.
      void change.run(both).then((answer) => answer ?? setAt('old'));
    },
    // Silence: the same two under the same key, so that one change stays one.
    retry: sent && change.problem && !isDefinite(change.problem) ? () => void change.run(sent) : undefined,
  };
}

export const Unset = () => (
  <Notice tone="warn" title="还没有设置交易密码">
    <p>激活电子账户时设置交易密码。</p>
    <p>
      <Link className="link" href={`/gates/account?to=${CENTRE}`}>
        去开户或激活
      </Link>
    </p>
  </Notice>
);
