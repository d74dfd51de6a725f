import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { loadNet, type Net, type Node } from './onnx.ts';
import { scaled } from './sample.ts';
import { decodeWeights, reordered, type Manifest, type Stored } from './tf-weights.ts';

/** Side of the square that the net takes, in pixels. */
export const CROP = 150;
const MEAN_RGB = [122.782, 117.001, 104.298] as const;
/** The order in which its residual blocks follow each other; a `down` one halves the sides. */
const BLOCKS = [
  ...['conv32_1', 'conv32_2', 'conv32_3', 'conv64_down', 'conv64_1', 'conv64_2', 'conv64_3', 'conv128_down'],
  ...['conv128_1', 'conv128_2', 'conv256_down', 'conv256_1', 'conv256_2', 'conv256_down_out'],
];

/**
 * The recognition net whose weights come with @vladmandic/face-api: dlib's ResNet, 128 numbers for a face, near each other for
 * the same person. Written out here, since that package's own code asks for the whole of TensorFlow.js.
 */
export async function loadDescriptorNet(): Promise<(crop: Float32Array) => Promise<Float32Array>> {
  const run = await loadNet(written(await readWeights()));
  return async (crop) => {
    const { descriptor } = await run(scaled(crop, MEAN_RGB, 255), [1, 3, CROP, CROP]);
    if (!descriptor) throw new Error('the recognition net says nothing');
    return descriptor;
  };
}

type Shape = { side: number; channels: number };

function written(stored: Map<string, Stored>): Net {
  const net: Net = {
    input: { name: 'crop', shape: [1, 3, CROP, CROP] },
    nodes: [],
    weights: new Map(),
    outputs: ['descriptor'],
  };
  const add = (op: string, inputs: string[], how?: Node['how']): string => {
    const out = `${op}${net.nodes.length}`;
    net.nodes.push({ op, in: inputs, out, ...(how && { how }) });
    return out;
  };
  /** The scale that follows every convolution is put into its filters. */
  const conv = (x: string, name: string, stride: 1 | 2): string => {
    const folded = foldedConv(stored, name);
    net.weights.set(`${name}/filters`, folded.filters).set(`${name}/bias`, folded.bias);
    const how = { strides: [stride, stride], auto_pad: stride === 2 ? 'VALID' : 'SAME_UPPER' };
    return add('Conv', [x, `${name}/filters`, `${name}/bias`], how);
  };
  const grown = (x: string, { side, channels }: Shape): string => {
    if (side === 0 && channels === 0) return x;
    const pads = `pads${net.nodes.length}`;
    net.weights.set(pads, { shape: [8], data: BigInt64Array.from([0, 0, 0, 0, 0, channels, side, side], BigInt) });
    return add('Pad', [x, pads]);
  };

  let x = add('Relu', [conv('crop', 'conv32_down', 2)]);
  x = add('MaxPool', [x], { kernel_shape: [3, 3], strides: [2, 2] });
  let shape: Shape = { side: 35, channels: 32 };
  for (const name of BLOCKS) {
    const down = name.includes('down');
    const inner = conv(add('Relu', [conv(x, `${name}/conv1`, down ? 2 : 1)]), `${name}/conv2`, 1);
    if (!down) {
      x = add('Relu', [add('Add', [x, inner])]);
      continue;
    }
    // The way past a block that halves the sides: pooled, and both filled up with zeros to the same sides and channels.
    const pooled = add('AveragePool', [x], { kernel_shape: [2, 2], strides: [2, 2] });
    const next = { side: Math.floor(shape.side / 2), channels: Number(/\d+/.exec(name)) };
    const missing = next.side - (Math.floor((shape.side - 3) / 2) + 1);
    const past = grown(pooled, { side: 0, channels: next.channels - shape.channels });
    x = add('Relu', [add('Add', [past, grown(inner, { side: missing, channels: 0 })])]);
    shape = next;
  }
  const last = take(stored, 'fc');
  net.weights.set('fc', { shape: last.shape, data: Float32Array.from(last.data) });
  const mean = add('Flatten', [add('GlobalAveragePool', [x])]);
  net.nodes.push({ op: 'MatMul', in: [mean, 'fc'], out: 'descriptor' });
  return net;
}

function foldedConv(stored: Map<string, Stored>, name: string) {
  const scale = take(stored, `${name}/scale/weights`).data;
  const filters = reordered(take(stored, `${name}/conv/filters`), [3, 2, 0, 1]);
  const each = filters.data.length / scale.length;
  const bias = take(stored, `${name}/conv/bias`).data;
  const after = take(stored, `${name}/scale/biases`).data;
  return {
    filters: { ...filters, data: filters.data.map((value, i) => value * (scale[Math.floor(i / each)] ?? 1)) },
    bias: {
      shape: [bias.length],
      data: Float32Array.from(bias, (value, i) => value * (scale[i] ?? 1) + (after[i] ?? 0)),
    },
  };
}

async function readWeights(): Promise<Map<string, Stored>> {
  const home = dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json'));
  const file = (name: string) => readFile(join(home, 'model', name));
  const manifest = JSON.parse(
    (await file('face_recognition_model-weights_manifest.json')).toString('utf8'),
  ) as Manifest;
  return decodeWeights(manifest, await file('face_recognition_model.bin'));
}

function take(stored: Map<string, Stored>, name: string): Stored {
  const found = stored.get(name);
  if (!found) throw new Error(`the recognition net has no ${name}`);
  return found;
}
