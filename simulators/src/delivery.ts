import type { ServerResponse } from 'node:http';
import type { Dialect } from './dialect.ts';
import type { Fault } from './faults.ts';
import { withValueAt } from './message.ts';

/** Waits that end early when the program stops. */
export type Waiting = { wait: (ms: number) => Promise<void>; closing: AbortSignal };

/** How a system words its answers on the wire. */
export type Wire = { type: string; write: (answer: object) => Buffer | Promise<Buffer> };
export const JSON_WIRE: Wire = {
  type: 'application/json; charset=utf-8',
  write: (answer) => Buffer.from(JSON.stringify(answer)),
};

type Delivery = {
  raw: ServerResponse;
  wire: Wire;
  fault: Fault | undefined;
  dialect: Dialect;
  numberPath: string;
  keepsRefusals: boolean;
  waiting: Waiting;
  apply: () => Promise<object>;
  unapplied: (code: string | number) => object;
};

const ERROR_PAGE =
  '<!DOCTYPE html><html><head><title>500</title></head><body><h1>500 Internal Server Error</h1><hr>nginx</body></html>';
const GARBAGE = 'W\u0000\u0001\ufffd%PDF-ORA-00600: internal error code, arguments: [kcbz_check_objd_typ]';

/** Carries a call out and answers it, with the fault in the place where it belongs. Returns what was answered, for the log. */
export async function deliver(delivery: Delivery): Promise<string> {
  try {
    return await act(delivery);
  } catch (error) {
    // The simulator itself failed, most likely its database: an honest 500, and nothing is hidden from the tester.
    sendText(delivery.raw, 500, HTML, ERROR_PAGE);
    return `(simulator failed: ${error instanceof Error ? error.message : 'unknown'})`;
  }
}

const APPLIED_THEN_SILENT: ReadonlySet<string> = new Set(['apply-then-hang-up', 'absent-then-appears', 'half-applied']);

async function act(delivery: Delivery): Promise<string> {
  const { raw, wire, fault, waiting, apply } = delivery;
  if (fault?.kind === 'hang-up-before') return hangUp(raw, '(hung up, nothing done)');
  if (fault && APPLIED_THEN_SILENT.has(fault.kind)) {
    await apply();
    return hangUp(raw, '(hung up)');
  }
  if (fault?.kind === 'never-answers') {
    if (fault.applied) await apply();
    await untilGone(raw, waiting);
    return '(never answered)';
  }
  if (fault?.kind === 'late-then-apply') {
    await waiting.wait(fault.ms);
    return waiting.closing.aborted ? '(stopped before it did anything)' : sendAnswer(raw, wire, await apply());
  }
  const answer = await answerOf(delivery);
  if (fault?.kind === 'apply-then-late') await waiting.wait(fault.ms);
  return actOnAnswer(delivery, answer);
}

/** Faults that are in the answer or in how it is sent. */
async function actOnAnswer({ raw, wire, fault, dialect, numberPath, waiting }: Delivery, answer: object) {
  if (fault?.kind === 'status-500-html') return sendText(raw, 500, HTML, ERROR_PAGE);
  if (fault?.kind === 'garbage') return sendText(raw, 200, wire.type, GARBAGE);
  const text = JSON.stringify(answer);
  const body = await wire.write(answer);
  if (fault?.kind === 'truncated-json') {
    const half = Math.floor(body.byteLength / 2);
    return send(raw, 200, wire.type, body.subarray(0, half), `(half) ${text}`);
  }
  if (fault?.kind === 'slow-drip') {
    await drip({ raw, type: wire.type, body, ms: fault.ms, waiting });
    return `(dripped) ${text}`;
  }
  if (fault?.kind === 'answer-twice') {
    await sendTwice({ raw, type: wire.type, body, gapMs: fault.gapMs, waiting });
    return `(twice) ${text}`;
  }
  return sendAnswer(raw, wire, distorted(answer, fault, { ...dialect, number: numberPath }));
}

async function answerOf({ fault, dialect, keepsRefusals, apply, unapplied }: Delivery): Promise<object> {
  if (fault?.kind === 'refuse' && !keepsRefusals) {
    return unapplied(typeof dialect.ok === 'number' ? Number(fault.code) : fault.code);
  }
  const skipped = fault && 'applied' in fault && !fault.applied;
  return skipped ? unapplied(dialect.failed) : apply();
}

export function distorted(answer: object, fault: Fault | undefined, dialect: Dialect & { number: string }): object {
  if (fault?.kind === 'success-code-with-failure-text') {
    return withValueAt(withValueAt(answer, dialect.code, dialect.ok), dialect.text, '交易失败，系统异常');
  }
  if (fault?.kind === 'answer-with') {
    return Object.entries(fault.fields).reduce<object>((made, [path, value]) => withValueAt(made, path, value), answer);
  }
  const wrong = fault ? WRONG_FIELDS[fault.kind] : undefined;
  const path = wrong && dialect[wrong.field];
  if (!wrong || !path) return answer;
  return withValueAt(answer, path, (fault && 'value' in fault ? fault.value : undefined) ?? wrong.value);
}

const WRONG_FIELDS: Readonly<
  Record<string, { field: 'amount' | 'currency' | 'account' | 'number'; value: string } | undefined>
> = {
  'other-amount': { field: 'amount', value: '0.01' },
  'other-currency': { field: 'currency', value: 'USD' },
  'other-account': { field: 'account', value: '6299999999999999990' },
  'other-number': { field: 'number', value: 'X0000000000' },
};

const HTML = 'text/html; charset=utf-8';

const sendAnswer = async (raw: ServerResponse, wire: Wire, answer: object) =>
  send(raw, 200, wire.type, await wire.write(answer), JSON.stringify(answer));

const sendText = (raw: ServerResponse, status: number, type: string, text: string) =>
  send(raw, status, type, Buffer.from(text), text);

/** @param text what the log says was sent. */
function send(raw: ServerResponse, status: number, type: string, body: Buffer, text: string): string {
  if (raw.destroyed || raw.headersSent) return `(caller gone) ${text}`;
  raw.writeHead(status, { 'content-type': type, 'content-length': body.byteLength }).end(body);
  return text;
}

function hangUp(raw: ServerResponse, note: string): string {
  raw.socket?.destroy();
  return note;
}

type Sending = { raw: ServerResponse; type: string; body: Buffer; waiting: Waiting };

async function drip({ raw, type, body, ms, waiting }: Sending & { ms: number }): Promise<void> {
  raw.writeHead(200, { 'content-type': type, 'content-length': body.byteLength });
  for (const byte of body) {
    if (raw.destroyed || waiting.closing.aborted) return;
    raw.write(Buffer.of(byte));
    await waiting.wait(ms);
  }
  raw.end();
}

/** Past Node's own bookkeeping: the second answer stands on the connection where the next call's answer is expected. */
async function sendTwice({ raw, type, body, gapMs, waiting }: Sending & { gapMs: number }): Promise<void> {
  const head = `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${body.byteLength}\r\n\r\n`;
  const whole = Buffer.concat([Buffer.from(head), body]);
  const socket = raw.socket;
  if (gapMs === 0) {
    socket?.write(Buffer.concat([whole, whole]));
    return;
  }
  socket?.write(whole);
  await waiting.wait(gapMs);
  socket?.write(whole);
}

function untilGone(raw: ServerResponse, { closing }: Waiting): Promise<void> {
  return new Promise((resolve) => {
    if (raw.destroyed || closing.aborted) return resolve();
    raw.once('close', resolve);
    closing.addEventListener('abort', () => resolve(), { once: true });
  });
}
