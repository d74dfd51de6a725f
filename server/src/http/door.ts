import type { Operation, Request } from '@miaodai/http-api';
import { refuse } from '@miaodai/values';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { inSpan } from '../platform/telemetry/trace.ts';
import { callerOf, isCrossSite, setSessionCookie, type Caller } from './caller.ts';
import type { DoorNeeds, Handlers, Plain, Raw, Write } from './handlers.ts';
import { sendProblem, type Refusal } from './problem.ts';
import { writeOnce } from './write-once.ts';

export { informed, type DoorNeeds, type Handlers } from './handlers.ts';

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
      ...(operation.bodyLimitBytes === undefined
        ? {}
        : {
            bodyLimit: operation.bodyLimitBytes,
            ...(operation.who === 'customer' ? { onRequest: onlySignedIn(needs) } : {}),
          }),
      handler: (request, reply) => inSpan(name, {}, () => answer(needs, name, operation, handler, { request, reply })),
    });
  }
}

/** Megabytes are not read of somebody whom we do not know. */
const onlySignedIn =
  (needs: DoorNeeds) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const found = await callerOf(needs, request);
    if (!found.ok) {
      // What is still on its way would keep the connection at work, and a server that stops waiting for it.
      reply.header('connection', 'close');
      return sendProblem(request, reply, found);
    }
    await handOn(needs, found.value, reply);
    return undefined;
  };

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
    if (caller) await handOn(needs, caller, reply, operation);
    return result.ok ? reply.code(operation.success[0]).send(result.value) : say(result);
  }
  const ask = { name, operation, input: parsed.value, caller: caller as Caller, raw };
  const { status, text } = await writeOnce(needs, ask, handler as Write<Operation>);
  await handOn(needs, ask.caller, reply);
  return reply
    .code(status)
    .type(`application/${status < 400 ? 'json' : 'problem+json'}; charset=utf-8`)
    .send(text);
}

/** Where it is time for another token of the session, this answer carries it; what begins and ends sessions sets its own. */
async function handOn(
  { secureCookies }: DoorNeeds,
  { session }: Caller,
  reply: FastifyReply,
  operation?: Operation,
): Promise<void> {
  const next = await session.prolonged;
  if (next !== undefined && operation?.kind !== 'session') setSessionCookie(reply, next, secureCookies);
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
    if (result.success) value[part] = result.data;
    // An id in the path that is no id names nothing.
    else if (part === 'params') return refuse('not-found');
    else
      fields.push(...result.error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join('.'), message })));
  }
  return fields.length > 0 ? { ...refuse('invalid-input'), fields } : { ok: true, value };
}

const isNothing = (body: unknown): boolean =>
  body === undefined || (typeof body === 'object' && body !== null && Object.keys(body).length === 0);
