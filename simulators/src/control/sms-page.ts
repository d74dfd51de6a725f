import { shanghaiText } from '../clock.ts';
import { listMessages } from '../sms-gateway.ts';
import type { World } from './control-world.ts';
import { html } from './html.ts';
import { page } from './layout.ts';

const REFRESH_SECONDS = 3;

/** The inbox that stands for every phone there is. Refreshes itself, because the code that a tester waits for comes at once. */
export async function smsPage({ db }: World, mobile: string | undefined): Promise<string> {
  const messages = await listMessages(db, mobile);
  return page(
    '短信收件箱',
    html`<header>
        <h1>短信收件箱</h1>
        <p class="soft">
          ${mobile ? html`手机 ${mobile} · <a href="/sms">全部手机</a> · ` : ''}每 ${REFRESH_SECONDS} 秒自动刷新 ·
          <a href="/">返回模拟器</a>
        </p>
      </header>
      <h2>${messages.length === 0 ? '还没有短信' : `最近 ${messages.length} 条，最新的在前`}</h2>
      <main>
        ${messages.map(
          ({ phone, content, acceptedAt }) =>
            html`<article class="card sms">
              <span class="soft"
                ><a href="/sms?mobile=${phone}">${phone}</a> · ${shanghaiText(new Date(acceptedAt))}</span
              >
              <p>${content}</p>
            </article>`,
        )}
      </main>`,
    REFRESH_SECONDS,
  );
}
