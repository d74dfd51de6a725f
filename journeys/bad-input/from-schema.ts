import fc from 'fast-check';
import type { Operation } from '@miaodai/http-api';

type Json = {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Json[];
  oneOf?: Json[];
  properties?: Record<string, Json>;
  items?: Json;
  minItems?: number;
  maxItems?: number;
};

/** What a page might send: right for somebody, somewhere, which is what gets past the first look. */
const PLAUSIBLE = [
  ...[
    '13800000001',
    '13800009999',
    '123456',
    '000000',
    'Aa-123456',
    '2026-1',
    'ab'.repeat(32),
    'a.b.c.d.e',
    'instant-loan',
  ],
  ...[
    '01890000-0000-7000-8000-0000000000fa',
    '6222020000000000010',
    '110101198102030111',
    '王小明',
    '北京市东城区安定路 1 号',
  ],
  ...['/9j/4AAQSkZJRg==', '2026-11-23', '2036-01-01', '80000011', '男', '汉', '长期'],
];

/** Values in the shape of a schema, more or less in good order. @param words more of what a page of this door might send. */
export function likeSchema(
  schema: NonNullable<Operation['body']>,
  words: readonly string[] = [],
): fc.Arbitrary<unknown> {
  const json = schema.toJSONSchema({ io: 'input', unrepresentable: 'any', reused: 'inline' }) as Json;
  return like(json, fc.constantFrom(...PLAUSIBLE, ...words));
}

function like(json: Json, text: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  if ('const' in json) return fc.constant(json.const);
  if (json.enum) return fc.constantFrom(...json.enum);
  const either = json.anyOf ?? json.oneOf;
  if (either) return fc.oneof(...either.map((one) => like(one, text)));
  const type = Array.isArray(json.type) ? json.type[0] : json.type;
  if (type === 'object')
    return fc.record(
      Object.fromEntries(Object.entries(json.properties ?? {}).map(([name, of]) => [name, like(of, text)])),
    );
  if (type === 'array') {
    const minLength = Math.min(json.minItems ?? 0, 8);
    return fc.array(like(json.items ?? {}, text), {
      minLength,
      maxLength: Math.max(minLength, Math.min(json.maxItems ?? 3, 8)),
    });
  }
  if (type === 'integer' || type === 'number') return fc.constantFrom(0, 1, 2, 100, 50_000_00, -1, 1.5);
  if (type === 'boolean') return fc.boolean();
  return type === 'null' ? fc.constant(null) : text;
}
