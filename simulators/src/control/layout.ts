import { readFileSync } from 'node:fs';
import { html, trustedHtml, type Html } from './html.ts';

const STYLE = trustedHtml(readFileSync(new URL('pages.css', import.meta.url), 'utf8'));

/** Nothing is loaded from anywhere, and no script runs. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'",
  'cache-control': 'no-store',
} as const;

export const page = (title: string, body: Html, refreshSeconds?: number): string =>
  `<!DOCTYPE html>${
    html`<html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${refreshSeconds ? html`<meta http-equiv="refresh" content="${refreshSeconds}" />` : ''}
        <title>${title}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html>`.html
  }`;
