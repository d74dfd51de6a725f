import type { Answer, ConsoleOperations, CustomerOperations } from '@miaodai/http-api';
import { ApiProblem, client, NoAnswer } from '@miaodai/http-api/client';
import { consoleWire, customerWire } from '@miaodai/http-api/wire';

export type AnswerOf<Name extends keyof ConsoleOperations> = Answer<ConsoleOperations[Name]>;
export type Session = AnswerOf<'readStaffSession'>;
export { ApiProblem, NoAnswer };

/** Who wants to know of every answer: the session's clock. */
type Listener = { answered: (serverMs: number) => void; refused: () => void };
const listener: Listener = { answered: () => undefined, refused: () => undefined };
export const listen = (to: Listener): void => void Object.assign(listener, to);

/** A request gets so long; one with a scan longer, for slow lines between branches. */
const PATIENCE_MS = 25_000;
const UPLOAD_PATIENCE_MS = 90_000;
const UPLOAD_LENGTH = 100_000;

export const api = client<ConsoleOperations>(consoleWire, '', async (url, init) => {
  const stop = new AbortController();
  const long = typeof init.body === 'string' && init.body.length > UPLOAD_LENGTH;
  const timer = setTimeout(() => stop.abort(), long ? UPLOAD_PATIENCE_MS : PATIENCE_MS);
  init.signal?.addEventListener('abort', () => stop.abort());
  try {
    const response = await fetch(url, { ...init, signal: stop.signal });
    if (response.ok) listener.answered(Date.parse(response.headers.get('date') ?? '') || Date.now());
    // A wrong password at signing in is 401 too, but ends no session.
    if (response.status === 401 && !url.endsWith('/sessions')) listener.refused();
    return response;
  } finally {
    clearTimeout(timer);
  }
});

/** Of the customers' API what is public: how a product is paid back, for trials. */
export const productApi = client<Pick<CustomerOperations, 'readProduct'>>(customerWire, '');
