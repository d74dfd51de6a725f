import type { IconName } from '@miaodai/ui';
import { sizeText } from '../../shared/size-text.ts';

const MOST_BYTES = 10 * 1_048_576;

/** What is wrong with a file before it is sent; whether it is what its name says, the server sees. */
export function fileError({ name, type, size }: { name: string; type: string; size: number }): string | undefined {
  if (size === 0) return '文件是空的，请重新选择';
  // Some phones know no type of their own files.
  if (type !== 'application/pdf' && !/\.pdf$/i.test(name)) return '请选择 PDF 文件';
  return size > MOST_BYTES ? `文件超过 ${sizeText(MOST_BYTES)}，无法核对` : undefined;
}

type Verdict = { icon: IconName; tone: 'success' | 'warn' | 'danger'; title: string; text: string };

/** What was found, in a word and a sentence. */
export const verdicts: Record<'valid' | 'changed' | 'untrusted' | 'not-signed' | 'unreadable', Verdict> = {
  valid: { icon: 'shield', tone: 'success', title: '有效', text: '签名可信，签署以后文件没有被改动。' },
  changed: {
    ...{ icon: 'alert', tone: 'danger', title: '已被改动' },
    text: '文件与签署时不一致，请不要相信它的内容，并向银行核实。',
  },
  untrusted: {
    ...{ icon: 'alert', tone: 'danger', title: '无法信任' },
    text: '文件有签名，但不能确认签名人是谁，请向银行核实。',
  },
  'not-signed': { icon: 'info', tone: 'warn', title: '未签名', text: '文件里没有电子签名，不能证明是谁出具的。' },
  unreadable: {
    ...{ icon: 'alert', tone: 'warn', title: '不能读取' },
    text: '这不是完整的 PDF 文件，可能没有下载完整，请换一份再试。',
  },
};
