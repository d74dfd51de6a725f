import { client, ApiProblem } from '@miaodai/http-api/client';
import { customerWire } from '@miaodai/http-api/wire';
import type { Answer, CustomerOperations } from '@miaodai/http-api';

type Operations = CustomerOperations;
export type AnswerOf<Name extends keyof Operations> = Answer<Operations[Name]>;
export type Application = AnswerOf<'readApplication'>;
export type Contract = AnswerOf<'readContract'>;
export type Disbursement = AnswerOf<'readDisbursement'>;
export type LegalDocument = AnswerOf<'readAgreement'>;
export type Loan = AnswerOf<'listLoans'>['loans'][number];
export type Product = AnswerOf<'readProduct'>;
export type Quote = AnswerOf<'quote'>;
export type Session = AnswerOf<'readSession'>;
export { ApiProblem };

/** Who wants to know of every answer: the session's clock. */
type Listener = { answered: (serverMs: number) => void; refused: () => void };
const listener: Listener = { answered: () => undefined, refused: () => undefined };
export const listen = (to: Listener): void => void Object.assign(listener, to);

/** A request gets so long, beyond what it asked the server to wait; one with a picture longer, for slow networks. */
const PATIENCE_MS = 25_000;
const UPLOAD_PATIENCE_MS = 90_000;

export const api = client<Operations>(customerWire, '', async (url, init) => patiently(url, init, fetch, PATIENCE_MS));

/** The same operations for a request that carries pictures; says how much of it has gone out, from 0 to 1. */
export const uploadingApi = (onProgress: (sent: number) => void): typeof api =>
  client<Operations>(customerWire, '', async (url, init) => {
    const { sendWithProgress } = await import('./shared/upload.ts');
    const send = async (to: string, what: RequestInit) => sendWithProgress(to, what, onProgress);
    return patiently(url, init, send, UPLOAD_PATIENCE_MS);
  });

type Send = (url: string, init: RequestInit) => Promise<Response>;

async function patiently(url: string, init: RequestInit, send: Send, patienceMs: number): Promise<Response> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patienceMs);
  init.signal?.addEventListener('abort', () => stop.abort());
  try {
    const response = await send(url, { ...init, signal: stop.signal });
    if (response.ok) listener.answered(Date.parse(response.headers.get('date') ?? '') || Date.now());
    // A wrong password at signing in is 401 too, but ends no session.
    if (response.status === 401 && !/\/(sessions|sign-in-codes)$/.test(url)) listener.refused();
    return response;
  } finally {
    clearTimeout(timer);
  }
}

/** A key for one intention. Not crypto.randomUUID: old WebViews and plain http lack it. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => (byte + 256).toString(16).slice(1)).join('');
