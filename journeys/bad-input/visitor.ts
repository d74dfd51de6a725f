import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Agent, request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import type { Answer, CustomerOperations } from '@miaodai/http-api';
import { problems, problemType, type ProblemCode } from '@miaodai/http-api/problems';
import { Borrower } from '../kit/borrower.ts';
import { CookieJar } from '../kit/cookies.ts';
import type { Person } from '../kit/persons.ts';

/** One request, as rude as a test wants it: `raw` is sent as it is, `body` as JSON. A header that is undefined is not sent. */
export type Ask = {
  method: string;
  path: string;
  body?: unknown;
  raw?: string | Buffer;
  headers?: Record<string, string | string[] | undefined>;
};
export type Said = { status: number; text: string; headers: Record<string, string | string[] | undefined> };

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

export function send(baseUrl: string, ask: Ask): Promise<Said> {
  const payload = ask.raw ?? (ask.body === undefined ? undefined : JSON.stringify(ask.body));
  const given = { ...(payload === undefined ? {} : { 'content-type': 'application/json' }), ...ask.headers };
  const headers = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(baseUrl);
    const options = {
      agent,
      hostname,
      port,
      method: ask.method,
      path: ask.path,
      headers: headers as OutgoingHttpHeaders,
    };
    const sent = httpRequest(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).toString('utf8'),
          headers: response.headers,
        }),
      );
    });
    sent.on('error', reject);
    sent.end(payload);
  });
}

/** With a session's cookie and, where it is a write, a new key; both may be replaced or left out by the ask's own headers. */
export function sendWith(cookie: string, url: string, ask: Ask): Promise<Said> {
  const headers = { cookie, ...(ask.method === 'GET' ? {} : { 'idempotency-key': randomUUID() }) };
  return send(url, { ...ask, headers: { ...headers, ...ask.headers } });
}

/** Somebody at the door: walks the line as a borrower, and sends whatever they like under the same session. */
export class Visitor {
  readonly borrower: Borrower;
  readonly url: string;
  readonly #jar = new CookieJar();

  constructor(url: string, controlUrl: string, person: Person) {
    this.url = url;
    this.borrower = new Borrower(url, controlUrl, person, this.#jar.carry());
  }

  get cookie(): string {
    return this.#jar.header;
  }

  send(ask: Ask): Promise<Said> {
    return sendWith(this.cookie, this.url, ask);
  }
}

/** Fails unless this is a refusal as it is promised: problem details, code and status from the closed list, nothing of our insides. */
export function assertProblem(said: Said, code: ProblemCode, what = ''): Record<string, unknown> {
  const where = `${what} ${said.status} ${said.text.slice(0, 400)}`;
  const body = readProblem(said, where);
  assert.equal(body['code'], code, where);
  return body;
}

/** As assertProblem, where more than one code would do. */
export function readProblem(said: Said, where = said.text.slice(0, 400)): Record<string, unknown> {
  assert.match(String(said.headers['content-type']), /^application\/problem\+json(;|$)/, where);
  const body = JSON.parse(said.text) as Record<string, unknown>;
  const code = body['code'] as ProblemCode;
  assert.ok(Object.hasOwn(problems, code), `a code of the closed list: ${where}`);
  assert.equal(body['status'], problems[code].status, where);
  assert.equal(said.status, problems[code].status, where);
  assert.equal(body['title'], problems[code].title, where);
  assert.match(problems[code].title, /\p{Script=Han}/u);
  assert.equal(body['type'], problemType(code), where);
  assert.match(String(body['instance']), /^[0-9a-f-]{36}$/, where);
  const known = ['type', 'title', 'status', 'code', 'detail', 'instance', 'fields'];
  assert.deepEqual(
    Object.keys(body).filter((name) => !known.includes(name)),
    [],
    where,
  );
  const insides = /node_modules|\.ts:\d|\bat \w+ \(|\b(select|insert into|update|relation|constraint|syntax)\b .*/i;
  assert.doesNotMatch(said.text, insides, 'no stack and no SQL');
  return body;
}

type Answered = Answer<CustomerOperations['readApplication']> & { disbursementId: string };

/** What most writes answer with: an application, or a disbursement. @throws where it is a refusal. */
export function answerIn(said: Said): Answered {
  assert.ok(said.status < 300, `${said.status} ${said.text.slice(0, 400)}`);
  return JSON.parse(said.text) as Answered;
}
