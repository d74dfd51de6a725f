import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { shanghaiText } from '../clock.ts';
import { reportTo, setReportTo } from '../mail/delivery-report.ts';
import { listMails, readMail, type Mail } from '../mail/inbox.ts';
import type { World } from './control-world.ts';
import { html } from './html.ts';
import { notFound, read } from './input.ts';
import { page, PAGE_HEADERS } from './layout.ts';

const REFRESH_SECONDS = 3;
/** The mail's own HTML in a frame: no script, no form, nothing loaded. */
const FRAMED = { ...PAGE_HEADERS, 'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'" };
const FRAMING = {
  ...PAGE_HEADERS,
  'content-security-policy': `${PAGE_HEADERS['content-security-policy']}; frame-src 'self'`,
};
const ADDRESS = z.string().min(3).max(254);

/** The inbox that stands for every mailbox there is: for people and, as JSON, for tests. */
export function addMails(app: FastifyInstance, { db }: World): void {
  app.get<{ Querystring: { address?: string } }>('/mail', async (request, reply) =>
    reply.headers(PAGE_HEADERS).send(await inboxPage(db, ADDRESS.safeParse(request.query.address).data)),
  );
  app.get<{ Params: { id: string } }>('/mail/:id', async (request, reply) =>
    reply.headers(FRAMING).send(mailPage(await find(request.params.id))),
  );
  app.get<{ Params: { id: string } }>('/mail/:id/html', async (request, reply) =>
    reply.headers(FRAMED).send((await find(request.params.id)).html ?? ''),
  );
  app.get<{ Params: { id: string; no: string } }>('/mail/:id/attachments/:no', async (request, reply) => {
    const { attachments } = await find(request.params.id);
    const attachment = attachments[Number(request.params.no)];
    if (!attachment) throw notFound('no such attachment');
    const name = encodeURIComponent(attachment.name);
    return reply
      .headers({ 'content-type': attachment.mediaType, 'content-disposition': `attachment; filename*=UTF-8''${name}` })
      .send(attachment.content);
  });
  app.get<{ Querystring: { address?: string } }>('/mail/messages', async (request) => {
    const mails = await Promise.all((await listMails(db, request.query.address)).map(({ id }) => readMail(db, id)));
    return mails.map((mail) => mail && { ...mail, attachments: mail.attachments.map(asJson) });
  });
  app.put('/mail/reports-to', async (request) => {
    await setReportTo(db, read(reportTo, request.body));
    return { set: true };
  });

  async function find(id: string): Promise<Mail> {
    const mail = /^\d{1,15}$/.test(id) ? await readMail(db, Number(id)) : undefined;
    if (!mail) throw notFound('no such mail');
    return mail;
  }
}

const asJson = ({ name, mediaType, content }: Mail['attachments'][number]) => ({
  ...{ name, mediaType, base64: content.toString('base64') },
});

async function inboxPage(db: World['db'], address: string | undefined): Promise<string> {
  const mails = await listMails(db, address);
  return page(
    '邮件收件箱',
    html`<header>
        <h1>邮件收件箱</h1>
        <p class="soft">
          ${address ? html`${address} · <a href="/mail">全部邮箱</a> · ` : ''}每 ${REFRESH_SECONDS} 秒自动刷新 ·
          <a href="/">返回模拟器</a>
        </p>
      </header>
      <h2>${mails.length === 0 ? '还没有邮件' : `最近 ${mails.length} 封，最新的在前`}</h2>
      <main>
        ${mails.map(
          ({ id, address: to, subject, receivedAt }) =>
            html`<article class="card sms">
              <span class="soft"><a href="/mail?address=${to}">${to}</a> · ${shanghaiText(receivedAt)}</span>
              <p><a href="/mail/${id}">${subject || '（无主题）'}</a></p>
            </article>`,
        )}
      </main>`,
    REFRESH_SECONDS,
  );
}

const mailPage = ({ id, from, address, messageId, subject, receivedAt, text, html: rich, attachments }: Mail): string =>
  page(
    subject,
    html`<header>
        <h1>${subject || '（无主题）'}</h1>
        <p class="soft">
          ${from} → ${address} · ${shanghaiText(receivedAt)} · ${messageId} · <a href="/mail">返回收件箱</a>
        </p>
      </header>
      <main>
        ${attachments.map(
          ({ name, content }, no) =>
            html`<p>
              附件：<a href="/mail/${id}/attachments/${no}">${name}</a>
              <span class="soft">${Math.ceil(content.byteLength / 1024)} KB</span>
            </p>`,
        )}
        ${
          rich === undefined
            ? ''
            : html`<h2>网页格式</h2>
                <iframe
                  title="邮件的网页格式"
                  src="/mail/${id}/html"
                  sandbox
                  width="100%"
                  height="640"
                  frameborder="0"
                ></iframe>`
        }
        <h2>纯文本格式</h2>
        <article class="card sms">${text.split('\n').map((line) => html`<p>${line}</p>`)}</article>
      </main>`,
  );
