import type { Operation, Request } from '@miaodai/http-api';
import { refuse } from '@miaodai/values';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { inSpan } from '../platform/telemetry/trace.ts';
import { isCrossSite } from './caller.ts';
import type { Door, DoorNeeds, Handlers, Plain, Raw, Write } from './handlers.ts';
import { sendProblem, type Refusal } from './problem.ts';
import { unreadableIn } from './readable.rules.ts';
import { actOf, writeOnce } from './write-once.ts';

export { informed, type DoorNeeds, type Handlers } from './handlers.ts';

/** Hangs every operation of a table on the server: who is it, is the input in order, was it answered before; then the handler. */
export function openDoor<Table extends Record<string, Operation>, Who>(
  app: FastifyInstance,
  table: Table,
  handlers: Handlers<Table, Who>,
  needs: DoorNeeds,
  whose: Door<Who>,
): void {
  const door = whose as Door<unknown>;
  for (const [name, operation] of Object.entries<Operation>(table)) {
    const handler = handlers[name as keyof Table] as unknown;
    app.route({
      method: operation.method,
      url: operation.path.replace(/\{(\w+)\}/g, ':$1'),
      config: { operation: name },
      ...(operation.bodyLimitBytes === undefined
        ? {}
        : {
            bodyLimit: operation.bodyLimitBytes,
            ...(operation.who === 'public' ? {} : { onRequest: onlySignedIn(needs, door, name, operation) }),
          }),
      handler: (request, reply) =>
        inSpan(name, {}, () => answer(needs, door, { name, operation, handler }, { request, reply })),
    });
  }
}

/** Megabytes are not read of somebody whom we do not know, or who may not send them. */
const onlySignedIn =
  (needs: DoorNeeds, door: Door<unknown>, name: string, operation: Operation) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const found = await door.callerOf(needs, request);
    const refused = found.ok ? mayNot(door, found.value, operation) : found;
    if (refused) {
      if (found.ok) await keepAttempt(needs, door, { name, operation, caller: found.value, request }, refused);
      // What is still on its way would keep the connection at work, and a server that stops waiting for it.
      reply.header('connection', 'close');
      return sendProblem(request, reply, refused);
    }
    if (found.ok) await door.handOn?.(needs, found.value, reply);
    return undefined;
  };

const mayNot = (door: Door<unknown>, caller: unknown, operation: Operation): Refusal | undefined =>
  door.may?.(caller, operation) === false ? refuse('right-missing') : undefined;

type Attempt = { name: string; operation: Operation; caller: unknown; request: FastifyRequest };

/** Who tries what they may not do is kept beside who does it; of a path that is none of ours nothing is. */
async function keepAttempt(
  needs: DoorNeeds,
  door: Door<unknown>,
  { name, operation, caller, request }: Attempt,
  { refusal }: Refusal,
): Promise<void> {
  if (operation.kind !== 'write' && !operation.audited) return;
  const params = operation.params?.safeParse(request.params);
  const named = (params?.success ? params.data : {}) as Record<string, string>;
  await door.recordLook?.(needs, caller, { operation: name, params: named, outcome: refusal });
}

async function answer(
  needs: DoorNeeds,
  door: Door<unknown>,
  { name, operation, handler }: { name: string; operation: Operation; handler: unknown },
  raw: Raw,
): Promise<FastifyReply> {
  const { request, reply } = raw;
  const say = (refusal: Refusal) => sendProblem(request, reply, refusal);
  if (operation.method !== 'GET' && isCrossSite(request)) return say(refuse('cross-site-request'));
  const found = await door.callerOf(needs, request);
  if (!found.ok && operation.who !== 'public') return say(found);
  const caller = found.ok ? found.value : undefined;
  const refused = found.ok && operation.who !== 'public' ? mayNot(door, caller, operation) : undefined;
  if (refused) {
    await keepAttempt(needs, door, { name, operation, caller, request }, refused);
    return say(refused);
  }
  const parsed = parse(operation, request);
  if (!parsed.ok) return say(parsed);
  reply.header('cache-control', 'no-store');

  if (operation.kind !== 'write') {
    const result = await (handler as Plain<Operation, unknown>)(parsed.value, caller, raw);
    if (operation.audited) {
      await door.recordLook?.(needs, caller, actOf({ name, raw }, result.ok ? 'done' : result.refusal));
    }
    if (found.ok) await door.handOn?.(needs, caller, reply, operation);
    return result.ok ? reply.code(operation.success[0]).send(result.value) : say(result);
  }
  const ask = { name, operation, input: parsed.value, caller, raw, door };
  const { status, text } = await writeOnce(needs, ask, handler as Write<Operation, unknown, unknown>);
  await door.handOn?.(needs, caller, reply);
  return reply
    .code(status)
    .type(`application/${status < 400 ? 'json' : 'problem+json'}; charset=utf-8`)
    .send(text);
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
    if (!schema) {
      // A body where none is asked for would be a wish that nobody reads.
      if (part === 'body' && !isNothing(given)) fields.push({ path: '', message: '此操作不需要提交内容' });
      continue;
    }
    const result = (schema as z.ZodType).safeParse(given);
    const unreadable = result.success ? unreadableIn(result.data) : [];
    if (unreadable.length > 0)
      fields.push(...unreadable.slice(0, 20).map((path) => ({ path, message: '含有不能识别的字符' })));
    else if (result.success) value[part] = result.data;
    // An id in the path that is no id names nothing.
    else if (part === 'params') return refuse('not-found');
    else
      fields.push(...result.error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join('.'), message })));
  }
  return fields.length > 0 ? { ...refuse('invalid-input'), fields } : { ok: true, value };
}

const isNothing = (body: unknown): boolean =>
  body === undefined || (typeof body === 'object' && body !== null && Object.keys(body).length === 0);
