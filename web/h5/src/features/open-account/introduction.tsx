import { Icon, Notice, type IconName } from '@miaodai/ui';
import './open-account.css';

const needs: readonly { icon: IconName; title: string; text: string }[] = [
  { icon: 'id-card', title: '本人身份证原件', text: '拍摄两面，在有效期内' },
  { icon: 'face', title: '本人人脸识别', text: '需要手机或电脑的摄像头' },
  { icon: 'bank-card', title: '本人的一张借记卡', text: '任意银行，知道卡号和在该行预留的手机号' },
];

/** What it takes and what it is, before anything is asked. */
export const Introduction = () => (
  <>
    <section className="card stack" aria-labelledby="needs">
      <h2 id="needs">开户需要</h2>
      <ul className="open-needs">
        {needs.map(({ icon, title, text }) => (
          <li key={title}>
            <span className="open-icon">
              <Icon name={icon} />
            </span>
            <div>
              <b>{title}</b>
              <p className="small muted">{text}</p>
            </div>
          </li>
        ))}
      </ul>
      <p className="small muted">大约 3 分钟。中途可以离开，回来接着办；开户和账户管理都不收费。</p>
    </section>
    <section className="card stack-s" aria-labelledby="what">
      <h2 id="what">关于电子账户</h2>
      <p className="small">
        这是开立在本行的二类账户，用于接收贷款和还款。资金只在电子账户和您绑定的本人银行卡之间转入转出。
      </p>
    </section>
    <Notice>
      <p>请由本人亲自办理。银行不会索要您的密码和短信验证码，出租、出借、出售账户是违法行为。</p>
    </Notice>
  </>
);
