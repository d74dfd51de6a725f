import type { Answer, Operation, ProblemCode, Request } from '@miaodai/http-api';
import { refuse, type Result } from '@miaodai/values';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { codeOf, type Context, type InTx } from '../platform/context.ts';
import type { Clock } from '../platform/clock.ts';
import { sha256Hex } from '../platform/crypto/vault.ts';
import type { Db } from '../platform/db/connect.ts';
import { findAnswer, keepAnswer, takeKey, type FirstAnswer } from '../platform/idempotency.store.ts';
import { inSpan } from '../platform/telemetry/trace.ts';
import { callerOf, isCrossSite, type Caller } from './caller.ts';
import { problemOf, sendProblem, type Refusal } from './problem.ts';

/** What a door lends its handlers. */
export type DoorNeeds = { db: Db; inTx: InTx; clock: Clock };
type Raw = { request: FastifyRequest; reply: FastifyReply };
type Answered<O extends Operation> = Result<Answer<O>, ProblemCode> | Refusal;

/** Public and session operations see the raw request; the caller is there where the operation is the customer's. */
export type Plain<O extends Operation> = (
  input: Request<O>,
  caller: Caller | undefined,
  raw: Raw,
) => Promise<Answered<O>>;
export type Read<O extends Operation> = (input: Request<O>, caller: Caller, raw: Raw) => Promise<Answered<O>>;
/**
 * A write in two parts: what must be asked of others or use up a try first, with no transaction open; then the command and the
 * answer in one transaction, together with the Idempotency-Key.
 */
export type Write<O extends Operation, Facts = unknown> = {
  before?(input: Request<O>, caller: Caller, raw: Raw): Promise<Result<Facts, ProblemCode> | Refusal>;
  within(context: Context, input: Request<O>, caller: Caller, facts: Facts): Promise<Answered<O>>;
};

export type Handlers<Table extends Record<string, Operation>> = {
  [Name in keyof Table]: Table[Name] extends { kind: 'write' }
    ? Write<Table[Name], never>
    : Table[Name] extends { who: 'customer'; kind: 'read' }
      ? Read<Table[Name]>
      : Plain<Table[Name]>;
};

/** Kept with an answer for the life of its key are only answers that would be the same again; these are worth another try. */
const PASSING: ReadonlySet<ProblemCode> = new Set([
  'outside-system-silent',
  'too-many-requests',
  'overloaded',
  'internal-error',
]);

type Any = { input: Request<Operation>; caller: Caller; raw: Raw };

/** Hangs every operation of a table on the server: who is it, is the input in order, was it answered before; then the handler. */
export function openDoor<Table extends Record<string, Operation>>(
  app: FastifyInstance,
  table: Table,
  handlers: Handlers<Table>,
  needs: DoorNeeds,
): void {
  for (const [name, operation] of Object.entries<Operation>(table)) {
    const handler = handlers[name as keyof Table] as unknown;
    app.route({
      method: operation.method,
      url: operation.path.replace(/\{(\w+)\}/g, ':$1'),
      config: { operation: name },
      handler: (request, reply) => inSpan(name, {}, () => answer(needs, name, operation, handler, { request, reply })),
    });
  }
}

async function answer(
  needs: DoorNeeds,
  name: string,
  operation: Operation,
  handler: unknown,
  raw: Raw,
): Promise<FastifyReply> {
  const { request, reply } = raw;
  const say = (refusal: Refusal) => sendProblem(request, reply, refusal);
  if (operation.method !== 'GET' && isCrossSite(request)) return say(refuse('cross-site-request'));
  const found = await callerOf(needs, request);
  if (!found.ok && operation.who === 'customer') return say(found);
  const caller = found.ok ? found.value : undefined;
  const parsed = parse(operation, request);
  if (!parsed.ok) return say(parsed);
  reply.header('cache-control', 'no-store');

  if (operation.kind !== 'write') {
    const result = await (handler as Plain<Operation>)(parsed.value, caller, raw);
    return result.ok ? reply.code(operation.success[0]).send(result.value) : say(result);
  }
  const any: Any = { input: parsed.value, caller: caller as Caller, raw };
  const { status, body } = await write(needs, name, operation, handler as Write<Operation>, any);
  if (status >= 400) reply.type('application/problem+json; charset=utf-8');
  return reply.code(status).send(body);
}

type Reply = { status: number; body: unknown };

async function write(
  needs: DoorNeeds,
  name: string,
  operation: Operation,
  handler: Write<Operation>,
  any: Any,
): Promise<Reply> {
  const { request } = any.raw;
  const problem = (refusal: Refusal): Reply => {
    const body = problemOf(refusal, request.id);
    return { status: body.status, body };
  };
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || !/^[\x21-\x7e]{8,64}$/.test(key)) return problem(refuse('idempotency-key-missing'));
  const requestHash = sha256Hex(JSON.stringify([name, request.params, request.body ?? null]));
  const known = { owner: any.caller.customerId, key, operation: name, requestHash };
  const replay = (first: FirstAnswer): Reply =>
    first.operation === name && first.requestHash === requestHash
      ? { status: first.status, body: first.answer }
      : problem(refuse('idempotency-key-reused'));

  const before = await findAnswer(needs.db, known);
  if (before) return replay(before);
  const facts = handler.before
    ? await handler.before(any.input, any.caller, any.raw)
    : { ok: true as const, value: undefined };
  if (!facts.ok && PASSING.has(facts.refusal)) return problem(facts);
  try {
    return await needs.inTx(async (context): Promise<Reply> => {
      if (!(await takeKey(context.tx, known))) {
        const first = await findAnswer(context.tx, known);
        return first ? replay(first) : problem(refuse('request-in-progress'));
      }
      const result = facts.ok ? await handler.within(context, any.input, any.caller, facts.value) : facts;
      const made = result.ok ? { status: operation.success[0], body: result.value } : problem(result);
      if (!result.ok && PASSING.has(result.refusal)) throw new Passing(made);
      await keepAnswer(context.tx, known, made.status, made.body);
      return made;
    });
  } catch (error) {
    if (error instanceof Passing) return error.reply;
    // Another request under the same key, or on the same row, has been at work for longer than anyone waits.
    if (codeOf(error) === '55P03') return problem(refuse('request-in-progress'));
    throw error;
  }
}

/** Rolls the key back together with everything else: the same request may be tried again. */
class Passing extends Error {
  readonly reply: Reply;
  constructor(reply: Reply) {
    super('a passing refusal');
    this.reply = reply;
  }
}

function parse(operation: Operation, request: FastifyRequest): { ok: true; value: Request<Operation> } | Refusal {
  const value: Record<string, unknown> = {};
  const fields: { path: string; message: string }[] = [];
  const parts = [
    ['params', operation.params, request.params],
    ['query', operation.query, request.query],
    ['body', operation.body, request.body ?? undefined],
  ] as const;
  for (const [part, schema, given] of parts) {
    if (!schema) continue;
    const result = (schema as z.ZodType).safeParse(given);
    if (result.success) value[part] = result.data;
    // An id in the path that is no id names nothing.
    else if (part === 'params') return refuse('not-found');
    else
      fields.push(...result.error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join('.'), message })));
  }
  return fields.length > 0 ? { ...refuse('invalid-input'), fields } : { ok: true, value: value as Request<Operation> };
}
