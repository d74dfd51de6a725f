import { useEffect } from 'react';
import { Environment } from './environment.tsx';
import { SignInForm } from './sign-in-form.tsx';
import './sign-in.css';

/** Shown in the place of whatever page was asked for, which follows at the same address. */
export function SignIn() {
  useEffect(() => {
    document.title = '登录 · 融信秒贷内管系统';
  }, []);
  return (
    <div className="sign-in">
      <section className="sign-in-brand" aria-hidden="true">
        <div className="sign-in-mark">
          <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width={40} height={40} />
          <span>融信秒贷</span>
        </div>
        <p className="sign-in-lead">直销银行线上信用贷款</p>
        <ul>
          <li>审批意见、额度与利率在授权范围内逐级把关</li>
          <li>起草与复核由两人分别完成</li>
          <li>查看客户完整信息逐笔留痕</li>
        </ul>
      </section>
      <main className="sign-in-side">
        <div className="sign-in-card">
          <div className="sign-in-head">
            <h1>内管系统</h1>
            <Environment />
          </div>
          <SignInForm />
          <p className="muted sign-in-note">仅限本行授权人员使用，操作全程记录。忘记密码请联系系统管理员重置。</p>
        </div>
      </main>
    </div>
  );
}
