import { useRef, useState } from 'react';
import { newKey, type Application } from '../api.ts';
import { useSetApplication } from './application.ts';
import { codeOf } from './problem.tsx';
import { isDefinite } from './write.ts';

type Body<Answers> = { version: number; complete: boolean; answers: Partial<Answers> };
type Save<Answers> = (body: Body<Answers>, options: { idempotencyKey: string }) => Promise<Application>;

export type Draft<Answers> = {
  /** Saves answers in the background, one request at a time, the newest together. */
  put: (answers: Partial<Answers>) => void;
  /** Saves at once what is not saved yet; with nothing new it says when the page was last saved. */
  saveNow: () => void;
  /** Saves all, asking the server that nothing is missing; undefined where it said no. */
  complete: (answers: Answers) => Promise<Application | undefined>;
  status: 'idle' | 'saving' | 'saved' | 'unsaved';
  savedAt: string | undefined;
  busy: boolean;
  problem: unknown;
  /** Someone saved elsewhere: what this page shows is old. */
  changed: boolean;
};

/** The last version that this tab has made. */
let own = { applicationId: '', version: 0 };

/** The draft of a page on the server: each save names the version it has seen, and repeats its key until it is answered. */
export function useDraft<Answers extends object>(application: Application, save: Save<Answers>): Draft<Answers> {
  const set = useSetApplication();
  const [status, setStatus] = useState<Draft<Answers>['status']>('idle');
  const [savedAt, setSavedAt] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const version = useRef(application.version);
  const waiting = useRef<Partial<Answers>>({});
  const running = useRef<Promise<unknown> | undefined>(undefined);
  const key = useRef<{ body: string; key: string } | undefined>(undefined);

  const send = async (complete: boolean, answers: Partial<Answers>): Promise<Application> => {
    // What another page of this very tab has saved is not somebody else's change.
    if (own.applicationId === application.applicationId) version.current = Math.max(version.current, own.version);
    const body = { version: version.current, complete, answers };
    const text = JSON.stringify(body);
    if (key.current?.body !== text) key.current = { body: text, key: newKey() };
    try {
      const saved = await save(body, { idempotencyKey: key.current.key });
      key.current = undefined;
      version.current = saved.version;
      own = { applicationId: saved.applicationId, version: saved.version };
      set(saved);
      setSavedAt(saved.savedAt);
      setProblem(undefined);
      setStatus('saved');
      return saved;
    } catch (cause) {
      if (isDefinite(cause)) key.current = undefined;
      setProblem(cause);
      setStatus('unsaved');
      throw cause;
    }
  };
  /** @param even save also where nothing waits: the page is told when that was. */
  const flush = async (even: boolean): Promise<void> => {
    for (let due = even; due || Object.keys(waiting.current).length > 0; due = false) {
      const answers = waiting.current;
      waiting.current = {};
      setStatus('saving');
      try {
        await send(false, answers);
      } catch {
        // Kept, and sent again with the next answer; the page says that it is not saved yet.
        waiting.current = { ...answers, ...waiting.current };
        return;
      }
    }
  };
  const begin = (even: boolean) => (running.current ??= flush(even).finally(() => (running.current = undefined)));
  const saveNow = () => void begin(true);
  const put = (answers: Partial<Answers>): void => {
    waiting.current = { ...waiting.current, ...answers };
    void begin(false);
  };
  const complete = async (answers: Answers): Promise<Application | undefined> => {
    setBusy(true);
    await running.current;
    waiting.current = {};
    try {
      return await send(true, answers);
    } catch {
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return { put, saveNow, complete, status, savedAt, busy, problem, changed: codeOf(problem) === 'draft-changed' };
}
