/** What this process has at work, by name: so that a request may wait for it, and a stop does. */
export class AtWork {
  readonly #byName = new Map<string, Set<Promise<void>>>();

  /** The same work, known until it ends. */
  track(name: string, work: Promise<void>): Promise<void> {
    const running = this.#byName.get(name) ?? new Set();
    this.#byName.set(name, running.add(work));
    return work.finally(() => {
      running.delete(work);
      if (running.size === 0 && this.#byName.get(name) === running) this.#byName.delete(name);
    });
  }

  /** Settles, and never fails, when what runs under a name now has ended. */
  of(name: string): Promise<void> | undefined {
    const running = this.#byName.get(name);
    return running && Promise.allSettled(running).then(() => undefined);
  }

  /** Settles when nothing is at work, be it something that has begun in the meantime. */
  async quiet(): Promise<void> {
    while (this.#byName.size > 0)
      await Promise.allSettled([...this.#byName.values()].flatMap((running) => [...running]));
  }
}
