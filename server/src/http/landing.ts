import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { percentText, yuanDisplay, type BusinessDate, type Fen } from '@miaodai/values';
import type { FastifyInstance } from 'fastify';
import { HEAD_OFFICE } from '../bank/branches/index.ts';
import { today } from '../bank/calendar/index.ts';
import { readProduct } from '../bank/products/index.ts';
import { readSettings } from '../bank/settings/index.ts';
import type { Db } from '../platform/db/connect.ts';

/** The built page with gaps for what the bank sets; never served as it is. */
export const LANDING = 'loan.html';
const PRODUCT = 'instant-loan';

/**
 * The public landing page. Rate and amounts stand in its text before any script runs, from the same product as everywhere.
 * Inside an app of ours there is no app to open: it goes straight on to the product.
 */
export function showLanding(app: FastifyInstance, pages: string, db: Db): void {
  const file = join(pages, LANDING);
  if (!existsSync(file)) return;
  const template = readFileSync(file, 'utf8');
  app.get('/loan', async (request, reply) => {
    void reply.headers({ 'cache-control': 'no-cache', vary: 'user-agent' });
    const on = await today(db);
    const words = await wordsFor(db, on);
    if (!words || isInside(words.hostAppMarks, request.headers['user-agent'])) return reply.redirect('/product');
    return reply.type('text/html; charset=utf-8').send(fill(template, words));
  });
}

async function wordsFor(db: Db, on: BusinessDate) {
  const [product, settings] = await Promise.all([readProduct(db, PRODUCT, HEAD_OFFICE, on), readSettings(db, on)]);
  if (!product) return undefined;
  const rate = percentText(Math.round(product.annualRatePpm / 100) * 100);
  const maxAmount = yuanShort(product.maxAmountFen);
  return {
    ...{ rate, maxAmount },
    // Cards of a shared page need whole addresses, and not the ones that a request names.
    origin: settings.publicOrigin,
    minAmount: yuanShort(product.minAmountFen),
    online: yuanShort(product.onlineThresholdFen),
    terms: product.termsMonths.join('、'),
    summary: `年化利率 ${rate}（单利），最高可申请 ${maxAmount} 元，具体以审批为准。在线申请，放款到本人电子账户。`,
    appLink: settings.directBankAppLink,
    downloadLink: settings.directBankDownloadLink,
    servicePhone: settings.servicePhone,
    servicePhoneDigits: settings.servicePhone.replace(/[^\d+]/g, ''),
    hostAppMarks: settings.hostAppMarks,
  };
}

const yuanShort = (amount: Fen): string => yuanDisplay(amount).replace(/\.00$/, '');

const isInside = (marks: string, userAgent = ''): boolean =>
  marks.split(' ').some((mark) => mark !== '' && userAgent.includes(mark));

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const fill = (template: string, words: Readonly<Record<string, string>>): string =>
  template.replace(/\{\{(\w+)\}\}/g, (_, name: string) =>
    (words[name] ?? '').replace(/[&<>"']/g, (character) => escapes[character] ?? ''),
  );
