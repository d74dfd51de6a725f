/** One part of what is held about a customer, told by the module that holds it. */
export type Cell = string | number | boolean | null;
export type Section = {
  name: string;
  /** 中文, as the page heads it. */
  title: string;
  /** What it is held for, or where else to ask. */
  purpose: string;
  /** Named in the customer's words. */
  records: Record<string, Cell>[];
};

export const countRecords = (sections: readonly Section[]): number =>
  sections.reduce((count, { records }) => count + records.length, 0);

/** All sections as one page that loads nothing: to be read, printed and kept. @param madeAt in the customer's clock. */
export function exportPage(sections: readonly Section[], madeAt: string): string {
  const parts = sections.map(
    ({ title, purpose, records }) =>
      `<section><h2>${escaped(title)}</h2><p class="purpose">${escaped(purpose)}</p>${
        records.length === 0 ? '<p>没有记录。</p>' : records.map(table).join('')
      }</section>`,
  );
  return [
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>我的个人信息</title><style>${STYLE}</style></head><body>`,
    `<h1>我的个人信息</h1><p>生成时间：${escaped(madeAt)}（北京时间）。本文件包含您的完整个人信息，请妥善保管。</p>`,
    ...parts,
    '</body></html>',
  ].join('');
}

const STYLE = [
  'body{font:16px/1.6 system-ui,sans-serif;max-width:46rem;margin:0 auto;padding:1rem;color:#1a1a1a}',
  'h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}.purpose{color:#555}',
  'table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem}',
  'th,td{border:1px solid #ccc;padding:.3rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{width:34%;font-weight:400;color:#555}',
].join('');

const table = (record: Record<string, Cell>): string =>
  `<table>${Object.entries(record)
    .map(([name, value]) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(said(value))}</td></tr>`)
    .join('')}</table>`;

const said = (value: Cell): string =>
  value === null ? '—' : typeof value === 'boolean' ? (value ? '是' : '否') : String(value);

const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
