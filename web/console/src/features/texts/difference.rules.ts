/** A paragraph before and now: the same, one that is new, gone, or written otherwise. */
export type Change =
  | { kind: 'same'; now: string }
  | { kind: 'added'; now: string }
  | { kind: 'removed'; before: string }
  | { kind: 'changed'; before: Piece[]; now: Piece[] };
/** Of a paragraph that is written otherwise: what differs is marked. */
export type Piece = { text: string; differs: boolean };

/** Paragraph by paragraph, by the longest sequence that both have; what was taken out and put in at one place is one change. */
export function difference(before: readonly string[], now: readonly string[]): Change[] {
  const common = commonLengths(before, now);
  const changes: Change[] = [];
  let gone: string[] = [];
  let come: string[] = [];
  const settle = () => {
    const pairs = Math.min(gone.length, come.length);
    for (let i = 0; i < pairs; i += 1) changes.push(rewritten(gone[i] ?? '', come[i] ?? ''));
    for (const text of gone.slice(pairs)) changes.push({ kind: 'removed', before: text });
    for (const text of come.slice(pairs)) changes.push({ kind: 'added', now: text });
    gone = [];
    come = [];
  };
  let [i, j] = [0, 0];
  while (i < before.length || j < now.length) {
    const [old, fresh] = [before[i], now[j]];
    if (old !== undefined && old === fresh) {
      settle();
      changes.push({ kind: 'same', now: old });
      i += 1;
      j += 1;
    } else if (fresh === undefined || (old !== undefined && at(common, i + 1, j) >= at(common, i, j + 1))) {
      gone.push(old ?? '');
      i += 1;
    } else {
      come.push(fresh);
      j += 1;
    }
  }
  settle();
  return changes;
}

/** Of the longest common sequence from each pair of places to the end. */
function commonLengths(before: readonly string[], now: readonly string[]): number[][] {
  const lengths = Array.from({ length: before.length + 1 }, () => Array.from({ length: now.length + 1 }, () => 0));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      const row = lengths[i] as number[];
      row[j] =
        before[i] === now[j] ? at(lengths, i + 1, j + 1) + 1 : Math.max(at(lengths, i + 1, j), at(lengths, i, j + 1));
    }
  }
  return lengths;
}

const at = (lengths: number[][], i: number, j: number): number => lengths[i]?.[j] ?? 0;

/** From the first letter that differs to the last. */
function rewritten(before: string, now: string): Change {
  const [old, fresh] = [[...before], [...now]];
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < fresh.length - start && old.at(-1 - end) === fresh.at(-1 - end)) end += 1;
  const pieces = (letters: string[]): Piece[] =>
    [
      { text: letters.slice(0, start).join(''), differs: false },
      { text: letters.slice(start, letters.length - end).join(''), differs: true },
      { text: letters.slice(letters.length - end).join(''), differs: false },
    ].filter(({ text }) => text !== '');
  return { kind: 'changed', before: pieces(old), now: pieces(fresh) };
}

/** As it is typed: paragraphs with an empty line between. */
export const paragraphsOf = (typed: string): string[] =>
  typed
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
