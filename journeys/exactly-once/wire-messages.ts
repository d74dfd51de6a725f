/** One message of PostgreSQL's wire protocol (version 3), as far as a proxy cares. */
export type Message = {
  /** 'Q' a simple query, 'P' parse, 'B' bind, 'S' sync; from the database 'Z' ready for query. */
  type: string;
  bytes: Buffer;
  /** Of 'P' and 'B': the prepared statement. */
  statement: string;
  /** Of 'Q' and 'P'. */
  sql: string;
  /** Of 'Z': 'I' outside a transaction, 'T' inside one, 'E' in one that has failed. */
  status: string;
};

/** The first message of a connection has no type byte. Whoever asks for TLS first is not understood; our server does not. */
export function startup(chunk: Buffer): { parameters: Record<string, string>; length: number } {
  const length = chunk.readUInt32BE(0);
  const words = chunk.subarray(8, length).toString('utf8').split('\0');
  const parameters: Record<string, string> = {};
  for (let i = 0; i + 1 < words.length && words[i] !== ''; i += 2) parameters[words[i] ?? ''] = words[i + 1] ?? '';
  return { parameters, length };
}

/** Cuts a stream into whole messages; what is not whole yet waits for its rest. */
export function messages(from: 'server' | 'database'): (chunk: Buffer) => Message[] {
  let waiting: Buffer = Buffer.alloc(0);
  return (chunk) => {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
    const whole: Message[] = [];
    while (waiting.length >= 5 && waiting.length >= 1 + waiting.readUInt32BE(1)) {
      const end = 1 + waiting.readUInt32BE(1);
      whole.push(read(from, waiting.subarray(0, end)));
      waiting = waiting.subarray(end);
    }
    return whole;
  };
}

function read(from: 'server' | 'database', bytes: Buffer): Message {
  const type = String.fromCharCode(bytes[0] ?? 0);
  const message: Message = { type, bytes, statement: '', sql: '', status: '' };
  if (from === 'database') return type === 'Z' ? { ...message, status: String.fromCharCode(bytes[5] ?? 0) } : message;
  if (!'QPB'.includes(type)) return message;
  // P: name of the statement, its text. B: name of the portal, name of the statement. Q: the text.
  const [first, second] = texts(bytes.subarray(5));
  if (type === 'Q') return { ...message, sql: first };
  return type === 'P' ? { ...message, statement: first, sql: second } : { ...message, statement: second };
}

function texts(bytes: Buffer): [string, string] {
  const end = bytes.indexOf(0);
  return [bytes.toString('utf8', 0, end), bytes.toString('utf8', end + 1, bytes.indexOf(0, end + 1))];
}
