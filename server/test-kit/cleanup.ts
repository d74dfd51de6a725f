export type Cleanup = { after(work: () => Promise<void>): void };

const stacks = new WeakMap<object, (() => Promise<void>)[]>();

/** The same work, done once however often it is asked for. */
export function once(work: () => Promise<void>): () => Promise<void> {
  let doing: Promise<void> | undefined;
  return () => (doing ??= work());
}

/** node:test cleans up in the order of asking; a server must be stopped before its database is dropped. */
export function lastFirst(t: Cleanup): Cleanup {
  const known = stacks.get(t);
  const works = known ?? [];
  if (!known) {
    stacks.set(t, works);
    t.after(async () => {
      for (const work of works.toReversed()) await work();
    });
  }
  return { after: (work) => void works.push(work) };
}
