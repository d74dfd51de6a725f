import { sizeText } from '../../shared/size-text.ts';

/** What may be uploaded; the server looks at the content once more. */
export const TYPES = ['image/jpeg', 'image/png', 'application/pdf'] as const;

/** What is wrong with a file before it is sent, in words that say what to do. */
export function fileError({ type, size }: { type: string; size: number }, mostBytes: number): string | undefined {
  if (size === 0) return '文件是空的，请重新选择';
  if (!(TYPES as readonly string[]).includes(type)) return '请选择 JPG、PNG 图片或 PDF 文件';
  return size > mostBytes ? `文件超过 ${sizeText(mostBytes)}，请压缩后再上传` : undefined;
}
