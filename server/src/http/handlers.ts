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

/** Public and session operations see the raw request; the caller is there where the operation is not public. */
export type Plain<O extends Operation, Who = Caller> = (
  input: Request<O>,
  caller: Who | undefined,
  raw: Raw,
) => Promise<Answered<O>>;
type Read<O extends Operation, Who = Caller> = (input: Request<O>, caller: Who, raw: Raw) => Promise<Answered<O>>;
/**
 * A write in two parts: what must be asked of others or use up a try first, with no transaction open; then the command and the
 * answer in one transaction, together with the Idempotency-Key.
 */
export type Write<O extends Operation, Facts = unknown, Who = Caller> = {
  /** A look at others that costs nothing and may be repeated: taken without holding the key, so that a crash leaves it free. */
  look?(input: Request<O>, caller: Who): Promise<Result<Facts, ProblemCode> | Refusal>;
  /** What uses up a try or is billed: once for a key. */
  before?(input: Request<O>, caller: Who, raw: Raw): Promise<Result<Facts, ProblemCode> | Refusal>;
  within(context: Context, input: Request<O>, caller: Who, facts: Facts): Promise<Answered<O>>;
};

/** A write whose command is handed what was learnt before it. */
export const informed = <O extends Operation, Facts, Who>(write: Write<O, Facts, Who>): Write<O, never, Who> =>
  write as never;

export type Handlers<Table extends Record<string, Operation>, Who = Caller> = {
  [Name in keyof Table]: Table[Name] extends { kind: 'write' }
    ? Write<Table[Name], never, Who>
    : Table[Name] extends { who: 'customer' | 'staff'; kind: 'read' }
      ? Read<Table[Name], Who>
      : Plain<Table[Name], Who>;
};

/** Whose door it is: how a request's caller is known, what they may do, and what is left behind of what they did. */
export type Door<Who> = {
  callerOf(needs: DoorNeeds, request: FastifyRequest): Promise<Result<Who, 'not-signed-in' | 'session-expired'>>;
  /** Whose an Idempotency-Key is. */
  ownerOf(caller: Who): string;
  /** Checked before the input is read. */
  may?(caller: Who, operation: Operation): boolean;
  /** Where it is time for another token of the session, the answer carries it. */
  handOn?(needs: DoorNeeds, caller: Who, reply: FastifyReply, operation?: Operation): Promise<void>;
  /** Written in the transaction of a write, whatever was answered. */
  recordWrite?(context: Context, caller: Who, act: Act): Promise<void>;
  /** A look that is audited, before it is answered; an attempt at what one may not do. */
  recordLook?(needs: DoorNeeds, caller: Who, act: Act): Promise<void>;
};
export type Act = { operation: string; params: Record<string, string>; outcome: string };
