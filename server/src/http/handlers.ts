import type { Answer, Operation, ProblemCode, Request } from '@miaodai/http-api';
import type { Result } from '@miaodai/values';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../platform/clock.ts';
import type { Context, InTx } from '../platform/context.ts';
import type { Vault } from '../platform/crypto/vault.ts';
import type { Db } from '../platform/db/connect.ts';
import type { Caller } from './caller.ts';
import type { Refusal } from './problem.ts';

/** What a door lends its handlers. */
export type DoorNeeds = { db: Db; inTx: InTx; clock: Clock; vault: Vault; secureCookies: boolean };
export type Raw = { request: FastifyRequest; reply: FastifyReply };
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
  /** A look at others that costs nothing and may be repeated: taken without holding the key, so that a crash leaves it free. */
  look?(input: Request<O>, caller: Caller): Promise<Result<Facts, ProblemCode> | Refusal>;
  /** What uses up a try or is billed: once for a key. */
  before?(input: Request<O>, caller: Caller, raw: Raw): Promise<Result<Facts, ProblemCode> | Refusal>;
  within(context: Context, input: Request<O>, caller: Caller, facts: Facts): Promise<Answered<O>>;
};

/** A write whose command is handed what was learnt before it. */
export const informed = <O extends Operation, Facts>(write: Write<O, Facts>): Write<O, never> => write as never;

export type Handlers<Table extends Record<string, Operation>> = {
  [Name in keyof Table]: Table[Name] extends { kind: 'write' }
    ? Write<Table[Name], never>
    : Table[Name] extends { who: 'customer'; kind: 'read' }
      ? Read<Table[Name]>
      : Plain<Table[Name]>;
};
