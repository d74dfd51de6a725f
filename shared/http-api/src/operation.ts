import type { z } from 'zod';
import type { ProblemCode } from './problems.ts';
import type { Right } from './rights.ts';

/**
 * One operation of the API as data: validation, the typed client, the routes and the OpenAPI document all come from it.
 * `write` operations move money or state: they take an Idempotency-Key.
 */
export type Operation = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With parameters in braces: '/api/customer/loans/{loanId}'. */
  path: string;
  summary: string;
  /** 'public' needs no session; 'customer' and 'staff' are for the one whose session it is. */
  who: 'public' | 'customer' | 'staff';
  /** Of staff: what one must be allowed, checked before the input is read. Without it, being signed in is enough. */
  right?: Right;
  /** A look at personal data by staff: kept in the audit trail like every write. */
  audited?: true;
  kind: 'read' | 'write' | 'session';
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Where a body may be larger than the few kilobytes that are the rule: pictures. */
  bodyLimitBytes?: number;
  success: readonly [status: number, schema: z.ZodType];
  /** What it may say no with, beyond what every operation may. */
  refusals: readonly ProblemCode[];
};

export const defineOperations = <const Table extends Record<string, Operation>>(table: Table): Table => table;

type Input<T> = T extends z.ZodType ? z.input<T> : never;
type Part<O, K extends 'params' | 'query' | 'body'> =
  O extends Record<K, infer S extends z.ZodType> ? Record<K, Input<S>> : unknown;

/** What a caller passes. */
export type Arguments<O extends Operation> = Part<O, 'params'> & Part<O, 'query'> & Part<O, 'body'>;
/** What a caller gets. */
export type Answer<O extends Operation> = O['success'] extends readonly [number, infer S]
  ? S extends z.ZodType
    ? z.output<S>
    : never
  : never;

type Parsed<T> = T extends z.ZodType ? z.output<T> : never;
type ParsedPart<O, K extends 'params' | 'query' | 'body'> =
  O extends Record<K, infer S extends z.ZodType> ? Record<K, Parsed<S>> : unknown;
/** What a handler gets, validated. */
export type Request<O extends Operation> = ParsedPart<O, 'params'> & ParsedPart<O, 'query'> & ParsedPart<O, 'body'>;
