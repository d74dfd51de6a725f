import { Link, Redirect } from 'wouter';
import { useGates, type Gates, type Goal } from '../../shared/gates.ts';
import { detour, useGoal } from '../../shared/way-back.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import './gates.css';

const home: Record<Goal, string> = { apply: '/product', account: '/account', transfer: '/transfer' };
const purpose: Record<Goal, string> = { apply: '申请贷款', account: '使用电子账户', transfer: '转入转出' };
const isGoal = (name: string): name is Goal => Object.keys(home).includes(name);

/** Says what is still to be done before the customer can go where they are going, and leads there, one thing after the other. */
export default function GatesPage({ goal }: { goal: string }) {
  return isGoal(goal) ? <Before goal={goal} /> : <Redirect to="/" replace />;
}

function Before({ goal }: { goal: Goal }) {
  const gates = useGates(goal);
  const to = useGoal() ?? home[goal];
  const first = gates.isFetching ? undefined : gates.data?.gates[0];
  if (gates.data && !gates.isFetching && !first) return <Redirect to={to} replace />;
  return (
    <Page
      title={`${purpose[goal]}前`}
      back="/"
      foot={
        first ? (
          <>
            <Link className="button" href={there(first, to)}>
              {actions[first.gate]}
            </Link>
            {first.gate === 'sign-in' ? (
              <Link className="button" data-kind="secondary" href={detour('/register', to)}>
                新用户注册
              </Link>
            ) : null}
          </>
        ) : undefined
      }
    >
      <Loaded query={{ ...gates, data: gates.isFetching ? undefined : gates.data }} lines={5}>
        {(data) => <Ahead gates={data.gates} goal={goal} />}
      </Loaded>
    </Page>
  );
}

type Gate = Gates['gates'][number];

const actions: Record<Gate['gate'], string> = {
  'sign-in': '登录',
  'open-account': '去开户',
  'activate-account': '去激活',
  'account-state': '查看账户状态',
  'id-document-expired': '去更新证件',
};

/** The detour, and the way back from it. */
const there = (gate: Gate, to: string): string => detour(gate.path.split('?')[0] ?? gate.path, to);

function Ahead({ gates, goal }: { gates: readonly Gate[]; goal: Goal }) {
  return (
    <>
      <p className="lead">
        {gates[0]?.gate === 'account-state'
          ? `账户现在的状态不能${purpose[goal]}，请先看怎么办理。`
          : `${gates.length === 1 ? '还差一步' : `还差 ${gates.length} 步`}，完成后会回到您要去的页面，继续${purpose[goal]}。`}
      </p>
      <ol className="card gates">
        {gates.map(({ gate, title, explanation }, at) => (
          <li key={gate} aria-current={at === 0 ? 'step' : undefined}>
            <span className="gates-no num" aria-hidden="true">
              {at + 1}
            </span>
            <div>
              <h2>{title}</h2>
              <p className="small muted">{explanation}</p>
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}
