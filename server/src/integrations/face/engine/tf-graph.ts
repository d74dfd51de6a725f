import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Net, Node, Weights } from './onnx.ts';
import { decodeWeights, reordered, type Manifest, type Stored } from './tf-weights.ts';

type Listed = { list: { i?: string[]; s?: string[] } };
type GraphNode = {
  name: string;
  op: string;
  input?: string[];
  attr?: {
    shape?: { shape: { dim: { size: string }[] } };
    strides?: Listed;
    ksize?: Listed;
    padding?: { s: string };
    fused_ops?: Listed;
  };
};
type Graph = { modelTopology: { node: GraphNode[] }; weightsManifest: Manifest };

/**
 * Reads a net that was stored for TensorFlow.js, as one for ONNX Runtime, which needs a third of the time. Knows the operations that the
 * nets of @vladmandic/human have, and no others. Channels come last there and first here.
 */
export async function readTfGraph(folder: string, name: string): Promise<Net> {
  const { modelTopology, weightsManifest } = JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')) as Graph;
  const stored = decodeWeights(weightsManifest, await readFile(join(folder, `${name}.bin`)));
  const net: Net = { input: { name: 'input', shape: [] }, nodes: [], weights: new Map(), outputs: [] };
  const put = (key: string, weights: Weights): string => {
    net.weights.set(key, weights);
    return key;
  };
  const take = (key: string): Stored => {
    const found = stored.get(key);
    if (!found) throw new Error(`${name} has no ${key}`);
    return found;
  };
  for (const node of modelTopology.node) {
    if (node.op === 'Placeholder') net.input = { name: node.name, shape: inputShape(node) };
    else if (node.op === 'Identity') net.outputs.push(node.name);
    if (node.op !== 'Placeholder' && node.op !== 'Const') net.nodes.push(...translated(node, take, put));
  }
  return net;
}

function inputShape({ attr }: GraphNode): (number | 'n')[] {
  const [n = 1, height = 0, width = 0, channels = 0] = attr?.shape?.shape.dim.map(({ size }) => Number(size)) ?? [];
  return [n < 0 ? 'n' : n, channels, height, width];
}

type Take = (key: string) => Stored;
type Put = (key: string, weights: Weights) => string;

function translated(node: GraphNode, take: Take, put: Put): Node[] {
  const { op, name: out, input = [] } = node;
  const [x = '', second = '', third = '', fourth = ''] = input;
  const slopes = (key: string): string =>
    put(`${out}/slopes`, { shape: [take(key).data.length, 1, 1], data: take(key).data as Float32Array });
  switch (op) {
    case 'Add':
    case 'AddV2':
      return [{ op: 'Add', in: [x, second], out }];
    case 'Relu':
    case 'Sigmoid':
    case 'Identity':
      return [{ op, in: [x], out }];
    case 'Prelu':
      return [{ op: 'PRelu', in: [x, slopes(second)], out }];
    case 'DepthwiseConv2dNative': {
      const filters = put(`${out}/filters`, reordered(take(second), [2, 3, 0, 1]));
      return [{ op: 'Conv', in: [x, filters], out, how: { ...stepsOf(node), group: take(second).shape[2] ?? 1 } }];
    }
    case '_FusedConv2D': {
      const [, then] = (node.attr?.fused_ops?.list.s ?? []).map(plain);
      const filters = put(`${out}/filters`, reordered(take(second), [3, 2, 0, 1]));
      const bias = put(`${out}/bias`, take(third) as Weights);
      const conv = { op: 'Conv', in: [x, filters, bias], how: stepsOf(node) };
      if (!then) return [{ ...conv, out }];
      const before = { ...conv, out: `${out}/before` };
      if (then === 'Relu') return [before, { op: 'Relu', in: [before.out], out }];
      return [before, { op: 'PRelu', in: [before.out, slopes(fourth)], out }];
    }
    case 'MaxPool':
      return [{ op, in: [x], out, how: { ...stepsOf(node), kernel_shape: sidesOf(node.attr?.ksize) } }];
    case 'Pad': {
      const around = [...take(second).data].map(Number);
      const order = [0, 6, 2, 4, 1, 7, 3, 5].map((i) => around[i] ?? 0);
      return [{ op, in: [x, put(`${out}/pads`, listOf(order))], out }];
    }
    case 'Reshape': {
      const last = { op: 'Transpose', in: [x], out: `${out}/last`, how: { perm: [0, 2, 3, 1] } };
      return [last, { op, in: [last.out, put(`${out}/shape`, listOf([...take(second).data].map(Number)))], out }];
    }
    case 'ConcatV2':
      return [{ op: 'Concat', in: [x, second], out, how: { axis: 1 } }];
    default:
      throw new Error(`no translation of ${op}`);
  }
}

const plain = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8');
const listOf = (values: readonly number[]): Weights => ({
  shape: [values.length],
  data: BigInt64Array.from(values, BigInt),
});
const sidesOf = (listed: Listed | undefined): number[] => (listed?.list.i ?? []).slice(1, 3).map(Number);
const stepsOf = ({ attr }: GraphNode): { strides: number[]; auto_pad: string } => ({
  strides: sidesOf(attr?.strides),
  auto_pad: plain(attr?.padding?.s ?? '') === 'SAME' ? 'SAME_UPPER' : 'VALID',
});
