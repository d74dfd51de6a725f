import type { ZodType } from 'zod';
import { unknown, type Outcome } from './outcome.ts';

/** Where an outside system is and how long we wait for a whole answer: connecting, sending and reading together. */
export type Endpoint = { baseUrl: string; deadlineMs: number };

/** Larger answers are cut off and count as no answer: an adapter's messages are a few hundred bytes, a journal some 1,000 lines. */
const MAX_BYTES = 8 * 1024 * 1024;

/**
 * One POST of JSON to an outside system. Anything but a complete, well-formed answer under status 200 comes back as
 * unknown with its cause: what the system did before it failed to say so cannot be told from here.
 * Redirects are not followed and nothing is retried: whether to ask again is the business of who called.
 */
export async function postJson<T>(
  { baseUrl, deadlineMs }: Endpoint,
  path: string,
  message: object,
  schema: ZodType<T>,
): Promise<{ is: 'answered'; body: T } | Unknown> {
  const asked = { type: 'application/json', body: Buffer.from(JSON.stringify(message)) };
  const answer = await post({ baseUrl, deadlineMs }, path, asked);
  if (answer.is === 'unknown') return answer;
  try {
    const parsed = schema.safeParse(JSON.parse(answer.body.toString('utf8')));
    // The message itself may hold personal data, so the cause names the fields only.
    return parsed.success
      ? { is: 'answered', body: parsed.data }
      : gave(`not in their format: ${parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')}`);
  } catch (error) {
    return gave(causeOf(error));
  }
}

type Unknown = Extract<Outcome<never>, { is: 'unknown' }>;

/** The same with a message and an answer of bytes. The answer must say that it is of the type that is wanted. */
export async function postBytes(
  endpoint: Endpoint,
  path: string,
  asked: { type: string; body: Buffer; wanted: string },
): Promise<{ is: 'answered'; body: Buffer } | Unknown> {
  const answer = await post(endpoint, path, asked);
  if (answer.is === 'unknown') return answer;
  return answer.type.split(';')[0]?.trim() === asked.wanted ? answer : gave('answer of another type');
}

async function post(
  { baseUrl, deadlineMs }: Endpoint,
  path: string,
  { type, body }: { type: string; body: Buffer },
): Promise<{ is: 'answered'; body: Buffer; type: string } | Unknown> {
  try {
    const response = await fetch(`${baseUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: new Uint8Array(body),
      redirect: 'error',
      signal: AbortSignal.timeout(deadlineMs),
    });
    const bytes = await readLimited(response);
    if (response.status !== 200) return gave(`status ${response.status}`);
    return { is: 'answered', body: bytes, type: response.headers.get('content-type') ?? '' };
  } catch (error) {
    return gave(causeOf(error));
  }
}

const gave = (cause: string) => unknown(cause) as Unknown;

async function readLimited(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new Error('answer too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function causeOf(error: unknown): string {
  if (error instanceof SyntaxError) return 'not JSON';
  if (!(error instanceof Error)) return 'unknown failure';
  if (error.name === 'TimeoutError') return 'no answer in time';
  const code = (error.cause as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : error.name;
}
