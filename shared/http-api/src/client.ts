import type { Answer, Arguments, Operation } from './operation.ts';
import type { Problem } from './problems.ts';

/** Method, path and whether a key is needed: all that a client must know of an operation at run time. */
export type Wire = Readonly<Record<string, readonly [method: string, path: string, write: 0 | 1]>>;

/** The server said no, in its own words. */
export class ApiProblem extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'ApiProblem';
    this.problem = problem;
  }
}

/** No answer, or none that can be understood. A read may be repeated; a write only with its old key. */
export class NoAnswer extends Error {
  constructor(cause: unknown) {
    super('网络不稳定，没有收到应答', { cause });
    this.name = 'NoAnswer';
  }
}

export type CallOptions = { idempotencyKey?: string; signal?: AbortSignal };
export type Client<Table extends Record<string, Operation>> = {
  [Name in keyof Table]: (args: Arguments<Table[Name]>, options?: CallOptions) => Promise<Answer<Table[Name]>>;
};

type Call = { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown };
export type Transport = (url: string, init: RequestInit) => Promise<Response>;

/** A client of all operations on the wire. Each write carries an Idempotency-Key: the caller's, or a new one. */
export function client<Table extends Record<string, Operation>>(
  wire: Wire,
  baseUrl: string,
  transport: Transport = fetch,
): Client<Table> {
  const call =
    (name: string) =>
    async (args: Call, options: CallOptions = {}) => {
      const [method, path, write] = wire[name] as Wire[string];
      const headers: Record<string, string> = { accept: 'application/json' };
      if (args.body !== undefined) headers['content-type'] = 'application/json';
      if (write) headers['idempotency-key'] = options.idempotencyKey ?? crypto.randomUUID();
      return read(
        await transport(baseUrl + fill(path, args), {
          method,
          headers,
          credentials: 'same-origin',
          ...(args.body === undefined ? {} : { body: JSON.stringify(args.body) }),
          ...(options.signal ? { signal: options.signal } : {}),
        }).catch((cause: unknown) => {
          throw new NoAnswer(cause);
        }),
      );
    };
  return Object.fromEntries(Object.keys(wire).map((name) => [name, call(name)])) as unknown as Client<Table>;
}

function fill(path: string, { params = {}, query = {} }: Call): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const search = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString();
  return search ? `${filled}?${search}` : filled;
}

async function read(response: Response): Promise<never> {
  const body: unknown = await response.json().catch((cause: unknown) => {
    throw new NoAnswer(cause);
  });
  if (response.ok) return body as never;
  if (typeof body === 'object' && body !== null && 'code' in body) throw new ApiProblem(body as Problem);
  throw new NoAnswer(`status ${response.status}`);
}
