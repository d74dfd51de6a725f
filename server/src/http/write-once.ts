import { setTimeout as pause } from 'node:timers/promises';
import type { Operation, ProblemCode, Request } from '@miaodai/http-api';
import { assert, refuse } from '@miaodai/values';
import { codeOf } from '../platform/db/together.ts';
import {
  claimKey,
  findKey,
  keepReply,
  releaseKey,
  takeKey,
  type Claim,
  type KnownKey,
  type Reply,
  type Request as KeyedRequest,
} from '../platform/idempotency.store.ts';
import type { Act, Door, DoorNeeds, Raw, Write } from './handlers.ts';
import { problemOf, type Refusal } from './problem.ts';

type Ask = {
  name: string;
  operation: Operation;
  input: Request<Operation>;
  caller: unknown;
  raw: Raw;
  door: Door<unknown>;
};
type Handler = Write<Operation, unknown, unknown>;
type Facts = Awaited<ReturnType<NonNullable<Handler['before']>>>;

/** Kept with a key for its life are only answers that would be the same again; these are worth another try. */
const PASSING: ReadonlySet<ProblemCode> = new Set([
  'outside-system-silent',
  'too-many-requests',
  'overloaded',
  'internal-error',
]);
/** Longer than any request may be at work, so that only the key of one that died is taken over. */
const LEASE_SECONDS = 30;
/** Who sends the same again while the first is at work waits so long for its answer. */
const PATIENCE_MS = 10_000;
const KEY_FORM = /^[\x21-\x7e]{8,64}$/;
const NOTHING = { ok: true, value: undefined } as const;

/** A write under its Idempotency-Key: done once, and answered the same, to the byte, however often and at once it is sent. */
export async function writeOnce(needs: DoorNeeds, ask: Ask, handler: Handler): Promise<Reply> {
  const { name, caller, raw, door } = ask;
  const { headers, params, body } = raw.request;
  const key = headers['idempotency-key'];
  if (typeof key !== 'string' || !KEY_FORM.test(key)) return problem(ask, refuse('idempotency-key-missing'));
  // Keyed, since a body holds personal data that a plain hash would give away.
  const requestHash = needs.vault.index('request', JSON.stringify([name, params, body ?? null])).toString('hex');
  const keyed = { owner: door.ownerOf(caller), key, operation: name, requestHash };

  try {
    if (!handler.before)
      return await inOneTransaction(needs, ask, handler, keyed, await looked(needs, ask, handler, keyed));
    const claimed = await claim(needs, keyed);
    if ('known' in claimed) return repeat(ask, claimed.known, keyed);
    return await afterAsking(needs, ask, handler, keyed, claimed.claim);
  } catch (error) {
    if (error instanceof Unwritten) return error.reply;
    // Another request under the same key, or on the same row, has been at work for longer than anyone waits.
    if (codeOf(error) === '55P03') return problem(ask, refuse('request-in-progress'));
    throw error;
  }
}

/**
 * What was answered before is answered so again, whatever the look says now. A refusal that passes is told at once; another one is kept
 * with the key, like any answer.
 */
async function looked(needs: DoorNeeds, ask: Ask, handler: Handler, keyed: KeyedRequest): Promise<Facts> {
  const seen = (await handler.look?.(ask.input, ask.caller)) ?? NOTHING;
  if (seen.ok) return seen;
  const known = await findKey(needs.db, needs.vault, keyed);
  if (known) throw new Unwritten(repeat(ask, known, keyed));
  if (PASSING.has(seen.refusal)) throw new Unwritten(problem(ask, seen));
  return seen;
}

/** What must be asked of others or use up a try comes first, with no transaction open: once for a key, so the key is claimed. */
async function afterAsking(
  needs: DoorNeeds,
  ask: Ask,
  handler: Handler,
  keyed: KeyedRequest,
  claim: Claim,
): Promise<Reply> {
  try {
    const facts = (await handler.before?.(ask.input, ask.caller, ask.raw)) ?? NOTHING;
    if (!facts.ok && PASSING.has(facts.refusal)) throw new Unwritten(problem(ask, facts));
    return await inOneTransaction(needs, ask, handler, keyed, facts, claim);
  } catch (error) {
    await releaseKey(needs.db, keyed, claim);
    throw error;
  }
}

/** The command, its answer and the key commit together or not at all. */
const inOneTransaction = (
  needs: DoorNeeds,
  ask: Ask,
  handler: Handler,
  keyed: KeyedRequest,
  facts: Facts,
  claimed?: Claim,
): Promise<Reply> =>
  needs.inTx(
    async (context, claim: Claim | undefined) => {
      if (!claim) return repeat(ask, await findKey(context.tx, needs.vault, keyed), keyed);
      const result = facts.ok ? await handler.within(context, ask.input, ask.caller, facts.value) : facts;
      const outcome = result.ok ? 'done' : result.refusal;
      if (!result.ok && PASSING.has(result.refusal)) throw new Unwritten(problem(ask, result));
      await ask.door.recordWrite?.(context, ask.caller, actOf(ask, outcome));
      const reply = result.ok
        ? { status: ask.operation.success[0], text: JSON.stringify(result.value) }
        : problem(ask, result);
      assert(
        await keepReply(context.tx, needs.vault, keyed, claim, reply),
        'a key stays with the request that took it',
      );
      return reply;
    },
    async (tx): Promise<Claim | undefined> => claimed ?? takeKey(tx, keyed),
  );

export const actOf = ({ name, raw }: Pick<Ask, 'name' | 'raw'>, outcome: string): Act => ({
  operation: name,
  params: (raw.request.params ?? {}) as Record<string, string>,
  outcome,
});

/** The key for us, or what is known of it once its first request has been answered, or has taken too long. */
async function claim(
  needs: DoorNeeds,
  keyed: KeyedRequest,
): Promise<{ claim: Claim } | { known: KnownKey | undefined }> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let waitMs = 20; ; waitMs = Math.min(waitMs * 1.5, 250)) {
    const ours = await claimKey(needs.db, keyed, LEASE_SECONDS);
    if (ours) return { claim: ours };
    const known = await findKey(needs.db, needs.vault, keyed);
    const settled = known && (known.reply || !isSame(known, keyed));
    if (settled || performance.now() > deadline) return { known };
    await pause(waitMs);
  }
}

function repeat(ask: Ask, known: KnownKey | undefined, keyed: KeyedRequest): Reply {
  if (known && !isSame(known, keyed)) return problem(ask, refuse('idempotency-key-reused'));
  return known?.reply ?? problem(ask, refuse('request-in-progress'));
}

const isSame = (known: KnownKey, { operation, requestHash }: KeyedRequest): boolean =>
  known.operation === operation && known.requestHash === requestHash;

function problem({ raw }: Ask, refusal: Refusal): Reply {
  const body = problemOf(refusal, raw.request.id);
  return { status: body.status, text: JSON.stringify(body) };
}

/** An answer that is not kept with the key, which is rolled back together with everything else. */
class Unwritten extends Error {
  readonly reply: Reply;
  constructor(reply: Reply) {
    super('an answer that is not kept');
    this.reply = reply;
  }
}
