import { InferenceSession, Tensor } from 'onnxruntime-node';

/** A net as its operations, in the order and the meaning that ONNX gives them; planes of a channel lie together (NCHW). */
export type Net = {
  /** The first side may be as long as the caller likes where it is 'n'. */
  input: { name: string; shape: readonly (number | 'n')[] };
  nodes: Node[];
  weights: Map<string, Weights>;
  outputs: string[];
};
export type Node = {
  op: string;
  in: readonly string[];
  out: string;
  how?: Readonly<Record<string, number | string | readonly number[]>>;
};
export type Weights = { shape: readonly number[]; data: Float32Array | BigInt64Array };
export type Run = (input: Float32Array, shape: readonly number[]) => Promise<Record<string, Float32Array>>;

/** The file format's numbers of fields, and of types (onnx.proto3). */
const FLOAT = 1;
const INT64 = 7;
const KIND = { float: 1, int: 2, string: 3, ints: 7 };
const VERSION = { format: 8, operations: 16 };

/** One thread, and this one: other cores are for other requests. */
const ALONE: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  logSeverityLevel: 3,
};

/** @param net the file of one, or one that was written down here. */
export async function loadNet(net: Net | string): Promise<Run> {
  const session =
    typeof net === 'string'
      ? await InferenceSession.create(net, ALONE)
      : await InferenceSession.create(asFile(net), ALONE);
  const [input = ''] = session.inputNames;
  return async (data, shape) => {
    const found = await session.run({ [input]: new Tensor('float32', data, shape) });
    return Object.fromEntries(Object.entries(found).map(([name, { data: values }]) => [name, values as Float32Array]));
  };
}

function asFile({ input, nodes, weights, outputs }: Net): Uint8Array {
  const graph = joined(
    ...nodes.map((node) => bytes(1, nodeOf(node))),
    text(2, 'net'),
    ...[...weights].map(([name, weight]) => bytes(5, tensorOf(name, weight))),
    bytes(
      11,
      joined(text(1, input.name), bytes(2, bytes(1, joined(number(1, FLOAT), bytes(2, shapeOf(input.shape)))))),
    ),
    ...outputs.map((name) => bytes(12, joined(text(1, name), bytes(2, bytes(1, number(1, FLOAT)))))),
  );
  return joined(number(1, VERSION.format), bytes(7, graph), bytes(8, number(2, VERSION.operations)));
}

const nodeOf = ({ op, in: from, out, how = {} }: Node): Buffer =>
  joined(
    ...from.map((name) => text(1, name)),
    text(2, out),
    text(4, op),
    ...Object.entries(how).map(([name, value]) => bytes(5, joined(text(1, name), attribute(value)))),
  );

function attribute(value: number | string | readonly number[]): Buffer {
  if (typeof value === 'number') return joined(number(3, value), number(20, KIND.int));
  if (typeof value === 'string') return joined(text(4, value), number(20, KIND.string));
  return joined(...value.map((each) => number(8, each)), number(20, KIND.ints));
}

const tensorOf = (name: string, { shape, data }: Weights): Buffer =>
  joined(
    ...shape.map((side) => number(1, side)),
    number(2, data instanceof Float32Array ? FLOAT : INT64),
    text(8, name),
    bytes(9, Buffer.from(data.buffer, data.byteOffset, data.byteLength)),
  );

const shapeOf = (shape: readonly (number | 'n')[]): Buffer =>
  joined(...shape.map((side) => bytes(1, side === 'n' ? text(2, side) : number(1, side))));

// Protocol buffers: a field is its number and its kind, then its value.
const joined = (...parts: Uint8Array[]): Buffer => Buffer.concat(parts);
const number = (field: number, value: number): Buffer => joined(varint(field * 8), varint(value));
const bytes = (field: number, value: Uint8Array): Buffer => joined(varint(field * 8 + 2), varint(value.length), value);
const text = (field: number, value: string): Buffer => bytes(field, Buffer.from(value));

function varint(value: number): Buffer {
  const out: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) out.push((rest % 128) + 128);
  return Buffer.from([...out, rest]);
}
