/** Lone halves of characters, and what steers terminals: the database holds some of them in no text, and nobody reads any. */
const UNREADABLE = /(?![\t\n\r])\p{Cc}|\p{Cs}/u;
/** Longer ones are files, looked at by what reads them. */
const LONGEST_WORDS = 20_000;

const isReadable = (text: string): boolean =>
  text.length > LONGEST_WORDS ? text.isWellFormed() && !text.includes('\0') : !UNREADABLE.test(text);

/** Where in an input there is text that nobody can read. */
export function unreadableIn(input: unknown, path: readonly string[] = []): string[] {
  if (typeof input === 'string') return isReadable(input) ? [] : [path.join('.')];
  if (typeof input !== 'object' || input === null) return [];
  return Object.entries(input).flatMap(([name, inner]) => unreadableIn(inner, [...path, name]));
}
