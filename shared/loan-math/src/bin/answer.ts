import { readFileSync } from 'node:fs';
import { LoanMathError } from '../index.ts';

/** What was wrong with the input, and where. */
export class InputError extends Error {
  readonly code: string;
  readonly path: string;

  constructor(code: string, path: string, message: string) {
    super(message);
    this.code = code;
    this.path = path;
  }
}

export type Fields = Record<string, unknown>;

/** Reads JSON from the first argument or else from stdin, and prints the answer as one line; bad input ends with 2. */
export function answer(question: (input: unknown) => object): void {
  try {
    process.stdout.write(`${JSON.stringify(question(parse(process.argv[2] ?? readFileSync(0, 'utf8'))))}\n`);
  } catch (error) {
    if (!(error instanceof InputError || error instanceof LoanMathError)) throw error;
    process.stderr.write(`${JSON.stringify({ code: error.code, message: error.message, path: error.path })}\n`);
    process.exitCode = 2;
  }
}

/** An object with these keys and no others; `optional` ones may be missing. */
export function fieldsOf(
  value: unknown,
  path: string,
  required: readonly string[],
  optional: readonly string[],
): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InputError('not-an-object', path, 'expected a JSON object');
  const known = [...required, ...optional];
  for (const key of Object.keys(value))
    if (!known.includes(key))
      throw new InputError('unknown-key', below(path, key), `unknown; the keys are ${known.join(', ')}`);
  for (const key of required)
    if (!Object.hasOwn(value, key)) throw new InputError('missing', below(path, key), 'is required');
  return value as Fields;
}

export function integer(fields: Fields, key: string, path = ''): number {
  const value = fields[key];
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new InputError('not-an-integer', below(path, key), 'expected a whole number, not a text or a fraction');
}

export function text(fields: Fields, key: string, path = ''): string {
  const value = fields[key];
  if (typeof value === 'string') return value;
  throw new InputError('not-a-text', below(path, key), 'expected a text');
}

const below = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new InputError('not-json', '', 'expected one JSON object, as the argument or on stdin');
  }
}
