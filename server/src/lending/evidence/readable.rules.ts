import { fen, minuteInShanghai, percentText, yuanDisplay, type Instant } from '@miaodai/values';
import type { Evidence, Listed } from './evidence.rules.ts';
import { FACT_WORDS, valueText } from './readable-words.rules.ts';

const STYLE = `
body { margin: 0 auto; max-width: 72rem; padding: 2rem 1.5rem 4rem; color: #1f2329; background: #fff;
  font: 15px/1.7 "PingFang SC", "Microsoft YaHei", "Noto Sans SC", sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .5rem; } h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; border-left: 4px solid #b5121b; padding-left: .6rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; } th, td { border: 1px solid #d5d8dd; padding: .35rem .6rem; text-align: left; vertical-align: top; }
th { background: #f5f6f8; font-weight: 600; white-space: nowrap; } td { overflow-wrap: anywhere; white-space: pre-line; }
code { font-family: ui-monospace, Consolas, monospace; font-size: .85em; } a { color: #0b57a4; } .note { color: #5a616b; }
td.when, td.count { white-space: nowrap; } table table { margin: 0; } @media print { h2 { break-after: avoid; } }`;

/** The pack as a page that anyone can read: no script, nothing loaded from elsewhere. It is sealed with what it tells of. */
export function readable(contract: { no: string }, items: readonly Listed[]): Evidence {
  const title = `证据包 · 合同 ${contract.no}`;
  const page = `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>${escaped(title)}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>${STYLE}</style></head>
<body>
<h1>${escaped(title)}</h1>
<p class="note">按发生的先后排列，时间均为北京时间。金额以元为单位显示，原始文件中以分为单位。本页与各份材料一同封存；以原始文件及其哈希为准，如何核验见 README.txt。</p>
<h2>目录</h2>
<table>
<tr><th>序号</th><th>材料</th><th>发生时间</th><th>文件</th><th>字节数</th><th>哈希</th></tr>
${items.map(row).join('\n')}
</table>
${items.map(section).join('\n')}
</body>
</html>
`;
  return {
    ...{ kind: 'reading', label: '可阅读的目录与内容', name: 'index.html' },
    ...{ mediaType: 'text/html', happenedAt: null, content: Buffer.from(page, 'utf8') },
  };
}

const row = ({ no, label, happenedAt, fileName, sizeBytes, hash }: Listed): string =>
  `<tr><td>${no}</td><td><a href="#item-${no}">${escaped(label)}</a></td><td class="when">${happenedAt ? momentText(happenedAt) : '—'}</td>` +
  `<td><a href="${escaped(fileName)}">${escaped(fileName)}</a></td><td class="count">${sizeBytes}</td><td><code>${hash}</code></td></tr>`;

function section({ no, label, fileName, mediaType, kind, content }: Listed): string {
  const heading = `<h2 id="item-${no}">${no}. ${escaped(label)}</h2>`;
  const open = `<p><a href="${escaped(fileName)}">打开原始文件 ${escaped(fileName)}</a></p>`;
  // A model is read by those who wrote it; as a table it would be longer than all the rest.
  if (mediaType !== 'application/json' || kind === 'model') return heading + open;
  return heading + open + shown('', JSON.parse(content.toString('utf8')) as unknown);
}

function shown(name: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return '—';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'number') return escaped(numberText(name, value));
  if (typeof value === 'string') return escaped(isMoment(value) ? momentText(value) : valueText(name, value));
  if (Array.isArray(value)) return listed(name, value);
  const members = Object.entries(value as Record<string, unknown>);
  if (members.length === 0) return '—';
  const rows = members.map(
    ([member, of]) => `<tr><th>${escaped(FACT_WORDS[member] ?? member)}</th><td>${shown(member, of)}</td></tr>`,
  );
  return `<table>${rows.join('')}</table>`;
}

function listed(name: string, values: readonly unknown[]): string {
  if (values.length === 0) return '—';
  if (values.every((value) => value === null || typeof value !== 'object'))
    return values.map((value) => shown(name, value)).join(name === 'paragraphs' ? '\n' : '、');
  const records = values.map((value) => (value ?? {}) as Record<string, unknown>);
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const head = names.map((one) => `<th>${escaped(FACT_WORDS[one] ?? one)}</th>`).join('');
  const body = records.map(
    (record) => `<tr>${names.map((one) => `<td>${shown(one, record[one])}</td>`).join('')}</tr>`,
  );
  return `<table><tr>${head}</tr>${body.join('')}</table>`;
}

function numberText(name: string, value: number): string {
  if (name.endsWith('Fen') && Number.isSafeInteger(value)) return `${yuanDisplay(fen(value))} 元`;
  if (name.endsWith('Ppm') && Number.isSafeInteger(value) && value >= 0) return percentText(value);
  return String(value);
}

const isMoment = (text: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text);

/** To the second: seconds are the same in every zone. */
const momentText = (at: string): string => `${minuteInShanghai(at as Instant)}:${at.slice(17, 19)}`;

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign);
