import { z } from 'zod';
import { problems, type Operation, type ProblemCode } from './index.ts';

type Json = Record<string, unknown>;

type Door = { title: string; cookie: string; operations: Record<string, Operation> };

/** A door's API as an OpenAPI 3.1 document, for other programs and people: committed and compared by a test. */
export function openapi({ title, cookie, operations }: Door): Json {
  const components: Json = { Problem: problemComponent() };
  const paths: Record<string, Json> = {};
  for (const [name, operation] of Object.entries(operations)) {
    (paths[operation.path] ??= {})[operation.method.toLowerCase()] = describe(name, operation, components);
  }
  return {
    openapi: '3.1.0',
    info: { title, version: '1', description: 'Amounts are whole fen; rates are ppm a year.' },
    paths,
    components: {
      schemas: components,
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: cookie } },
    },
  };
}

/** Method, path and whether a key is needed, by operation: the run-time half of the typed client. */
export const wire = (operations: Record<string, Operation>) =>
  Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [
      name,
      [operation.method, operation.path, operation.kind === 'write' ? 1 : 0],
    ]),
  );

function describe(name: string, operation: Operation, components: Json): Json {
  const [status, answer] = operation.success;
  return {
    operationId: name,
    summary: operation.summary,
    security: operation.who === 'public' ? [] : [{ session: [] }],
    parameters: parameters(operation, components),
    ...(operation.body ? { requestBody: { required: true, content: jsonContent(operation.body, components) } } : {}),
    responses: {
      [status]: { description: 'Success', content: jsonContent(answer, components) },
      ...refusals(operation),
    },
  };
}

function parameters(operation: Operation, components: Json): Json[] {
  const places = [
    ['path', operation.params],
    ['query', operation.query],
  ] as const;
  const listed = places.flatMap(([place, schema]) =>
    Object.entries(schema?.shape ?? {}).map(([name, field]) => ({
      name,
      in: place,
      required: place === 'path' || !z.safeParse(field as z.ZodType, undefined).success,
      schema: jsonSchema(field as z.ZodType, components),
    })),
  );
  if (operation.kind !== 'write') return listed;
  return [
    ...listed,
    {
      name: 'Idempotency-Key',
      in: 'header',
      required: true,
      description: 'Names this very request: the same key again returns the first answer.',
      schema: { type: 'string', minLength: 8, maxLength: 64 },
    },
  ];
}

/** Refusals by status, with the codes that it may carry. */
function refusals(operation: Operation): Json {
  const common: ProblemCode[] = [
    'invalid-input',
    'cross-site-request',
    'too-many-requests',
    'internal-error',
    'overloaded',
  ];
  if (operation.who !== 'public') common.push('not-signed-in', 'session-expired');
  if (operation.right) common.push('right-missing');
  if (operation.kind === 'write')
    common.push('idempotency-key-missing', 'idempotency-key-reused', 'request-in-progress');
  const codes = [...new Set([...common, ...operation.refusals])];
  const byStatus = Object.groupBy(codes, (code) => String(problems[code].status));
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, listed = []]) => [
      status,
      {
        description: listed.toSorted().join(', '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

const jsonContent = (schema: z.ZodType, components: Json): Json => ({
  'application/json': { schema: jsonSchema(schema, components) },
});

function jsonSchema(schema: z.ZodType, components: Json): Json {
  const {
    $schema: _,
    $defs,
    ...body
  } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema: target }) => {
      // A custom check says nothing of its JSON form by itself; its meta does.
      if (zodSchema._zod.def.type === 'custom') Object.assign(target, (zodSchema as unknown as z.ZodType).meta() ?? {});
    },
  }) as Json & { $defs?: Json };
  const text = (part: unknown) =>
    JSON.parse(JSON.stringify(part).replaceAll('#/$defs/', '#/components/schemas/')) as Json;
  for (const [id, definition] of Object.entries($defs ?? {})) components[id] = text(definition);
  const { id, ...plain } = text(body);
  if (typeof id !== 'string') return plain;
  components[id] = plain;
  return { $ref: `#/components/schemas/${id}` };
}

const problemComponent = (): Json => ({
  type: 'object',
  description: 'RFC 9457 problem details.',
  required: ['type', 'title', 'status', 'code', 'instance'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(problems) },
    detail: { type: 'string' },
    instance: { type: 'string' },
    fields: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: { path: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
});
