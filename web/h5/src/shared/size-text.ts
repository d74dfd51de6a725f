/** '5 MB', '320 KB' */
export function sizeText(bytes: number): string {
  const mega = bytes / 1_048_576;
  if (mega >= 1) return `${Math.floor(mega * 10) / 10} MB`;
  return `${Math.max(1, Math.round(bytes / 1_024))} KB`;
}
