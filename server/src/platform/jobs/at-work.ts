/** What this process has at work, by subject: so that a request may wait for it, and a stop does. */
export class AtWork {
  readonly #bySubject = new Map<string, Set<Promise<void>>>();

  /** The same work, known until it ends. */
  track(subject: string, work: Promise<void>): Promise<void> {
    const running = this.#bySubject.get(subject) ?? new Set();
    this.#bySubject.set(subject, running.add(work));
    return work.finally(() => {
      running.delete(work);
      if (running.size === 0 && this.#bySubject.get(subject) === running) this.#bySubject.delete(subject);
    });
  }

  /** Settles when nothing is at work for the subject, be it one that has just begun. */
  async quiet(subject: string): Promise<void> {
    for (let running = this.#bySubject.get(subject); running?.size; running = this.#bySubject.get(subject)) {
      await Promise.allSettled(running);
    }
  }

  async allQuiet(): Promise<void> {
    await Promise.all([...this.#bySubject.keys()].map((subject) => this.quiet(subject)));
  }
}
