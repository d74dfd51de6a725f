import Fastify, { type FastifyInstance } from 'fastify';
import type { ZodType } from 'zod';
import type { CallLog } from './call-log.ts';
import { deliver, type Waiting } from './delivery.ts';
import type { Fault, FaultScript } from './faults.ts';
import { valueAt, withValueAt, type Message } from './message.ts';
import type { System } from './systems.ts';

/** How one system words its answers: where the code, the text and the echoed fields are, by path. */
export type Dialect = {
  code: string;
  ok: string | number;
  malformed: string | number;
  /** What a call is answered that was not carried out, where no other code is asked for. */
  failed: string | number;
  text: string;
  texts: Readonly<Record<string, string>>;
  amount?: string;
  currency?: string;
  account?: string;
};

export type Operation = {
  name: string;
  path: string;
  /** Where the message has the number a call is known by, and where the answer gives it back. */
  number: string;
  /** The system keeps its refusals itself; else a scripted one is answered without asking it. */
  keepsRefusals: boolean;
  read: (body: unknown) => Message | undefined;
  /** What the digits of the input ask for, where no line of the fault script fits. */
  steer: (message: Message) => Fault | undefined;
  /** Does what is asked and words the answer. `quirk` is a fault that the system itself must act out. */
  perform: (message: Message, quirk: Fault | undefined) => Promise<object>;
};

export type Service = {
  system: System;
  dialect: Dialect;
  operations: Operation[];
  /** Further routes of the system's own, such as a file to download. */
  routes?: (app: FastifyInstance, around: Surroundings) => void;
};

export type Surroundings = { script: FaultScript; log: CallLog; waiting: Waiting };

/** Keeps each operation's message typed inside, and the list of them uniform outside. */
export function operation<M extends Message>(definition: {
  name: string;
  path: string;
  number: string;
  message: ZodType<M>;
  keepsRefusals?: boolean;
  steer?: (message: M) => Fault | undefined;
  perform: (message: M, quirk: Fault | undefined) => Promise<object>;
}): Operation {
  const { name, path, number, message: schema, keepsRefusals = false, steer, perform } = definition;
  return {
    name,
    path,
    number,
    keepsRefusals,
    read: (body) => {
      const read = schema.safeParse(body);
      return read.success ? read.data : undefined;
    },
    steer: (message) => steer?.(message as M),
    perform: (message, quirk) => perform(message as M, quirk),
  };
}

/** An answer under that code to a call that did nothing. */
export function answerUnder(
  dialect: Dialect,
  code: string | number,
  echo?: { path: string; message: Message },
): Message {
  const text = dialect.texts[String(code)] ?? '处理失败';
  const answer = withValueAt(withValueAt({}, dialect.code, code), dialect.text, text);
  return echo ? withValueAt(answer, echo.path, valueAt(echo.message, echo.path)) : answer;
}

export function buildService(service: Service, around: Surroundings): FastifyInstance {
  const { dialect } = service;
  const app = Fastify({ logger: false, forceCloseConnections: true, bodyLimit: 256 * 1024 });
  // Even what cannot be read is answered 200 with a code, as the interface documents say.
  app.setErrorHandler((error: { statusCode?: number }, _request, reply) =>
    (error.statusCode ?? 500) < 500
      ? reply.code(200).send(answerUnder(dialect, dialect.malformed))
      : reply.code(500).type('text/html').send('<html><body><h1>500 Internal Server Error</h1></body></html>'),
  );
  for (const op of service.operations) {
    app.post(op.path, async (request, reply) => {
      const message = op.read(request.body);
      if (!message) return answerUnder(dialect, dialect.malformed);
      reply.hijack();
      await takeCall(service, op, message, around, reply.raw);
      return reply;
    });
  }
  service.routes?.(app, around);
  return app;
}

async function takeCall(
  { system, dialect }: Service,
  op: Operation,
  message: Message,
  { script, log, waiting }: Surroundings,
  raw: Parameters<typeof deliver>[0]['raw'],
): Promise<void> {
  const fault = (await script.take(system, op.name, message)) ?? op.steer(message);
  const number = String(valueAt(message, op.number) ?? '');
  const answered = log.arrived({ system, operation: op.name, number, message, fault: fault && JSON.stringify(fault) });
  const answer = await deliver({
    raw,
    fault,
    dialect,
    numberPath: op.number,
    keepsRefusals: op.keepsRefusals,
    waiting,
    apply: () => op.perform(message, fault),
    unapplied: (code) => answerUnder(dialect, code, { path: op.number, message }),
  });
  answered(answer);
}
