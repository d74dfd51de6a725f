/** What may be uploaded; the server looks at the content once more. */
export const TYPES = ['image/jpeg', 'image/png', 'application/pdf'] as const;

/** What is wrong with a file before it is sent, in words that say what to do. */
export function fileError({ type, size }: { type: string; size: number }, mostBytes: number): string | undefined {
  if (size === 0) return '文件是空的，请重新选择';
  if (!(TYPES as readonly string[]).includes(type)) return '请选择 JPG、PNG 图片或 PDF 文件';
  return size > mostBytes ? `文件超过 ${sizeText(mostBytes)}，请压缩后再上传` : undefined;
}

/** '5 MB', '320 KB' */
export function sizeText(bytes: number): string {
  const mega = bytes / 1_048_576;
  if (mega >= 1) return `${Math.floor(mega * 10) / 10} MB`;
  return `${Math.max(1, Math.round(bytes / 1_024))} KB`;
}
