/** Hands a text to the browser's own downloads. */
export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken it by then; kept longer it would be a copy that nobody asked for.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
