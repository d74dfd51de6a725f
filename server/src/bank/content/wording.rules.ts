import { kindOf, variablesOf } from './kinds.rules.ts';

/** What staff write of a text; when and from when it holds comes after. */
export type Wording = { title: string; paragraphs: string[]; readingSeconds: number; mustReachEnd: boolean };
/** Where: 'title', 'paragraphs.<n>', 'paragraphs' for the whole, 'readingSeconds'. */
export type Fault = { path: string; message: string };

/** Beyond it a message is charged as several and may come in pieces. */
const MOST_SMS_CHARACTERS = 140;
const SMS_BEGINS = '【秒贷】';
/** As short as reading may be made of what is agreed to: nobody agrees unseen. */
const LEAST_READING_SECONDS = 3;

/** All that would go wrong with a text, in words for who writes it; nothing where it may be stored. */
export function faultsOf(kind: string, wording: Wording): Fault[] {
  return [...variableFaults(kind, wording), ...lineFaults(kind, wording), ...formFaults(kind, wording)];
}

function variableFaults(kind: string, { title, paragraphs }: Wording): Fault[] {
  const variables = variablesOf(kind);
  const faults: Fault[] = [];
  const used = new Set<string>();
  const places = [['title', title], ...paragraphs.map((text, n) => [`paragraphs.${n}`, text])] as [string, string][];
  for (const [path, text] of places) {
    for (const [, name = ''] of text.matchAll(/\{\{(\w+)\}\}/g)) {
      used.add(name);
      if (!variables.some((known) => known.name === name)) {
        faults.push({ path, message: `不认识的填充项 {{${name}}}${knownWords(variables.map((one) => one.name))}` });
      }
    }
    if (/[{}]/.test(text.replace(/\{\{\w+\}\}/g, ''))) {
      faults.push({ path, message: '花括号不成对，填充项请写成 {{名称}}' });
    }
  }
  const missing = variables.filter(({ name, required }) => required && !used.has(name));
  return [
    ...faults,
    ...missing.map(({ name, label }) => ({ path: 'paragraphs', message: `缺少必须的填充项 {{${name}}}（${label}）` })),
  ];
}

const knownWords = (names: string[]): string =>
  names.length === 0 ? '，此文案没有填充项' : `，可以使用：${names.map((name) => `{{${name}}}`).join(' ')}`;

function lineFaults(kind: string, { paragraphs }: Wording): Fault[] {
  const { lines } = kindOf(kind);
  if (!lines) return [];
  const faults: Fault[] = [];
  const seen = new Set<string>();
  for (const [n, line] of paragraphs.entries()) {
    const path = `paragraphs.${n}`;
    const first = line.split('|')[0] ?? '';
    if (!lines.shapes.some(({ pattern }) => pattern.test(line))) {
      faults.push({ path, message: `格式应为：${lines.shapes.map(({ words }) => words).join(' 或 ')}` });
    } else if (lines.unique && seen.has(first)) faults.push({ path, message: `代码“${first}”重复` });
    seen.add(first);
  }
  const absent = lines.needed.filter(({ pattern }) => !paragraphs.some((line) => pattern.test(line)));
  return [...faults, ...absent.map(({ words }) => ({ path: 'paragraphs', message: `至少需要一行：${words}` }))];
}

function formFaults(kind: string, wording: Wording): Fault[] {
  const { form, group } = kindOf(kind);
  const faults: Fault[] = [];
  if (form === 'sms') {
    const sent = filledBySamples(kind, wording.paragraphs.join(''));
    if (!sent.startsWith(SMS_BEGINS)) faults.push({ path: 'paragraphs.0', message: `短信须以“${SMS_BEGINS}”开头` });
    if ([...sent].length > MOST_SMS_CHARACTERS) {
      const message = `按示例填充后共 ${[...sent].length} 字，短信最多 ${MOST_SMS_CHARACTERS} 字`;
      faults.push({ path: 'paragraphs', message });
    }
  }
  if (group === 'agreements' && wording.readingSeconds < LEAST_READING_SECONDS) {
    faults.push({ path: 'readingSeconds', message: `需客户同意的文本，阅读时间不少于 ${LEAST_READING_SECONDS} 秒` });
  }
  return faults;
}

function filledBySamples(kind: string, text: string): string {
  const samples = new Map(variablesOf(kind).map(({ name, sample }) => [name, sample]));
  return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => samples.get(name) ?? whole);
}

/** The next version of a year: '2026-1', '2026-2' … */
export function nextVersion(versions: readonly string[], year: string): string {
  const numbers = versions.map((version) => new RegExp(`^${year}-(\\d+)$`).exec(version)?.[1]).map(Number);
  return `${year}-${Math.max(0, ...numbers.filter(Number.isInteger)) + 1}`;
}
