import { Menu } from '../../shared/menu.tsx';
import { minuteText } from '../../shared/time.ts';
import type { AnswerOf } from '../../api.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { CENTRE, useSecurity } from './security.ts';
import './security.css';

type Security = AnswerOf<'readSecurity'>;

const passwordWords: Record<Security['transactionPassword'], string> = {
  unset: '未设置',
  set: '已设置',
  locked: '已锁定',
};

export default function Overview() {
  const security = useSecurity();
  return (
    <Page title="安全中心" back="/mine">
      <Loaded query={security} lines={8}>
        {(data) => (
          <>
            <Menu label="手机与密码" entries={entriesOf(data)} />
            <Menu
              label="登录设备"
              entries={[{ name: '登录设备', href: `${CENTRE}/devices`, note: '查看和退出其他设备' }]}
            />
            <Events events={data.events} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

const entriesOf = ({ mobile, transactionPassword }: Security) => [
  { name: '手机号', href: `${CENTRE}/mobile`, value: mobile },
  { name: '登录密码', href: `${CENTRE}/login-password`, value: '修改' },
  {
    name: '交易密码',
    href: `${CENTRE}/${transactionPassword === 'locked' ? 'forgotten-transaction-password' : 'transaction-password'}`,
    value: passwordWords[transactionPassword],
  },
];

const Events = ({ events }: { events: Security['events'] }) => (
  <section className="card" aria-labelledby="events">
    <h2 id="events">最近的安全记录</h2>
    {events.length === 0 ? <p className="muted">还没有记录。</p> : null}
    <ol className="security-events">
      {events.map(({ title, at, device, ip }) => (
        <li key={`${at} ${title}`}>
          <b>{title}</b>
          <span className="small muted num">
            {minuteText(at)} · {device} · {ip}
          </span>
        </li>
      ))}
    </ol>
    <p className="small muted">有不是您本人的操作，请马上修改登录密码，并联系客服。</p>
  </section>
);
