import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as Tf from '@tensorflow/tfjs-core';

type Conv = { filters: Tf.Tensor4D; bias: Tf.Tensor1D };
type Block = { name: string; down: boolean };

/** Side of the square that the net takes, in pixels. */
export const CROP = 150;
const MEAN_RGB = [122.782, 117.001, 104.298];
/** The order in which its residual blocks follow each other; a `down` one halves the sides. */
const BLOCKS: readonly Block[] = [
  ...['conv32_1', 'conv32_2', 'conv32_3', 'conv64_down', 'conv64_1', 'conv64_2', 'conv64_3', 'conv128_down'],
  ...['conv128_1', 'conv128_2', 'conv256_down', 'conv256_1', 'conv256_2', 'conv256_down_out'],
].map((name) => ({ name, down: name.includes('down') }));

/**
 * The recognition net whose weights come with @vladmandic/face-api: dlib's ResNet, 128 numbers for a face, near each other for
 * the same person. Written out here, since that package's own code asks for the whole of TensorFlow.js.
 * @param tf the one that has the backend.
 */
export async function loadDescriptorNet(tf: typeof Tf): Promise<(crop: Float32Array) => Promise<Float32Array>> {
  const weights = await readWeights(tf);
  const conv = (name: string): Conv => foldedConv(tf, weights, name);
  const first = conv('conv32_down');
  const blocks = BLOCKS.map(({ name, down }) => ({ down, a: conv(`${name}/conv1`), b: conv(`${name}/conv2`) }));
  const last = take(weights, 'fc') as Tf.Tensor2D;
  const mean = tf.tensor1d(MEAN_RGB);

  return async (crop) => {
    const out = tf.tidy(() => {
      const pixels = tf.tensor4d(crop, [1, CROP, CROP, 3]);
      let x: Tf.Tensor4D = tf.div(tf.sub(pixels, mean), 255);
      x = tf.maxPool(convolved(tf, x, first, { stride: 2, relu: true }), 3, 2, 'valid');
      for (const { down, a, b } of blocks) {
        const inner = convolved(tf, x, a, { stride: down ? 2 : 1, relu: true });
        x = tf.relu(joined(tf, x, convolved(tf, inner, b, { stride: 1, relu: false }), down));
      }
      return tf.matMul(tf.mean(x, [1, 2]), last);
    });
    const descriptor = await out.data<'float32'>();
    out.dispose();
    return descriptor;
  };
}

function convolved(
  tf: typeof Tf,
  x: Tf.Tensor4D,
  { filters, bias }: Conv,
  { stride, relu }: { stride: 1 | 2; relu: boolean },
): Tf.Tensor4D {
  return tf.fused.conv2d({
    ...{ x, filter: filters, bias, strides: stride, pad: stride === 2 ? 'valid' : 'same' },
    activation: relu ? 'relu' : 'linear',
  });
}

/** The shortcut past a block; past one that halves the sides, pooled and filled up with zeros to as many channels. */
function joined(tf: typeof Tf, x: Tf.Tensor4D, inner: Tf.Tensor4D, down: boolean): Tf.Tensor4D {
  if (!down) return tf.add(x, inner);
  const pooled: Tf.Tensor4D = tf.avgPool(x, 2, 2, 'valid');
  const missing = (axis: 1 | 2) => pooled.shape[axis] - inner.shape[axis];
  const same = tf.pad(inner, [
    [0, 0],
    [0, missing(1)],
    [0, missing(2)],
    [0, 0],
  ]);
  const channels = same.shape[3] - pooled.shape[3];
  const none: [number, number] = [0, 0];
  return tf.add(tf.pad(pooled, [none, none, none, [0, channels]]), same);
}

/** The scale that follows every convolution is put into its filters once. */
function foldedConv(tf: typeof Tf, weights: Tf.NamedTensorMap, name: string): Conv {
  const scale = take(weights, `${name}/scale/weights`);
  const filters = tf.keep(tf.mul(take(weights, `${name}/conv/filters`), scale)) as Tf.Tensor4D;
  const scaled = tf.mul(take(weights, `${name}/conv/bias`), scale);
  return { filters, bias: tf.add(scaled, take(weights, `${name}/scale/biases`)) };
}

async function readWeights(tf: typeof Tf): Promise<Tf.NamedTensorMap> {
  const home = dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json'));
  const file = (name: string) => readFile(join(home, 'model', name));
  const manifest = JSON.parse((await file('face_recognition_model-weights_manifest.json')).toString('utf8')) as {
    weights: Tf.io.WeightsManifestEntry[];
  }[];
  const bytes = await file('face_recognition_model.bin');
  return tf.io.decodeWeights(new Uint8Array(bytes).buffer, manifest[0]?.weights ?? []);
}

function take(weights: Tf.NamedTensorMap, name: string): Tf.Tensor {
  const tensor = weights[name];
  if (!tensor) throw new Error(`the recognition net has no ${name}`);
  return tensor;
}
