import Fastify, { type FastifyInstance } from 'fastify';
import type { ZodType } from 'zod';
import type { CallLog } from './call-log.ts';
import { answerUnder, type Dialect } from './dialect.ts';
import { deliver, JSON_WIRE, type Waiting, type Wire } from './delivery.ts';
import type { Fault, FaultScript } from './faults.ts';
import { textAt, type Message } from './message.ts';
import type { System } from './systems.ts';

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
  perform: (message: Message, quirk: Fault | undefined, faultAt: FaultAt) => Promise<object>;
};
/** For what is inside a message: the script's line for a part of it, as if that were an operation of its own. */
type FaultAt = (operation: string, part: Message) => Promise<Fault | undefined>;

export type Service = {
  system: System;
  dialect: Dialect;
  operations: Operation[];
  /** A system that doesn't speak JSON: what type its questions have, how they are read, and how its answers are written. */
  binary?: Wire & { asked: string; read: (body: Buffer) => object };
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
  perform: (message: M, quirk: Fault | undefined, faultAt: FaultAt) => Promise<object>;
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
    perform: (message, quirk, faultAt) => perform(message as M, quirk, faultAt),
  };
}

export function buildService(service: Service, around: Surroundings): FastifyInstance {
  const { dialect, binary } = service;
  const wire = binary ?? JSON_WIRE;
  const app = Fastify({ logger: false, forceCloseConnections: true, bodyLimit: 256 * 1024 });
  if (binary) {
    // Whatever cannot be read is an empty message, which no operation takes.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(binary.asked, { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) =>
      binary.read(body),
    );
  }
  // Even what cannot be read is answered 200 with a code, as the interface documents say.
  app.setErrorHandler(async (error: { statusCode?: number }, _request, reply) =>
    (error.statusCode ?? 500) < 500
      ? reply
          .code(200)
          .type(wire.type)
          .send(await wire.write(answerUnder(dialect, dialect.malformed)))
      : reply.code(500).type('text/html').send('<html><body><h1>500 Internal Server Error</h1></body></html>'),
  );
  for (const op of service.operations) {
    app.post(op.path, async (request, reply) => {
      const message = op.read(request.body);
      if (!message) return reply.type(wire.type).send(await wire.write(answerUnder(dialect, dialect.malformed)));
      const fault = (await around.script.take(service.system, op.name, message)) ?? op.steer(message);
      reply.hijack();
      await takeCall(service, op, message, fault, around, reply.raw);
      return reply;
    });
  }
  service.routes?.(app, around);
  return app;
}

async function takeCall(
  { system, dialect, binary }: Service,
  op: Operation,
  message: Message,
  fault: Fault | undefined,
  { script, log, waiting }: Surroundings,
  raw: Parameters<typeof deliver>[0]['raw'],
): Promise<void> {
  const number = textAt(message, op.number);
  const answered = log.arrived({ system, operation: op.name, number, message, fault: fault && JSON.stringify(fault) });
  const answer = await deliver({
    ...{ raw, fault, dialect, wire: binary ?? JSON_WIRE },
    numberPath: op.number,
    keepsRefusals: op.keepsRefusals,
    waiting,
    apply: () => op.perform(message, fault, (part, of) => script.take(system, part, of)),
    unapplied: (code) => answerUnder(dialect, code, { path: op.number, message }),
  });
  answered(answer);
}
