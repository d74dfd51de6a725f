export type Manifest = {
  weights: {
    name: string;
    shape: number[];
    dtype: 'float32' | 'int32';
    quantization?: { dtype: 'float16' | 'uint8'; min?: number; scale?: number };
  }[];
}[];
export type Stored = { shape: readonly number[]; data: Float32Array | Int32Array };

/** The numbers of a net as TensorFlow.js stores them: one after the other in one file, some with fewer bits. */
export function decodeWeights(manifest: Manifest, file: Uint8Array): Map<string, Stored> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const found = new Map<string, Stored>();
  let from = 0;
  for (const { name, shape, dtype, quantization } of manifest.flatMap(({ weights }) => weights)) {
    const length = shape.reduce((product, side) => product * side, 1);
    const read = (i: number): number => {
      if (!quantization)
        return dtype === 'int32' ? view.getInt32(from + 4 * i, true) : view.getFloat32(from + 4 * i, true);
      if (quantization.dtype === 'float16') return half(view.getUint16(from + 2 * i, true));
      return view.getUint8(from + i) * (quantization.scale ?? 1) + (quantization.min ?? 0);
    };
    const data = dtype === 'int32' ? new Int32Array(length) : new Float32Array(length);
    for (let i = 0; i < length; i += 1) data[i] = read(i);
    found.set(name, { shape, data });
    from += length * (quantization ? { float16: 2, uint8: 1 }[quantization.dtype] : 4);
  }
  return found;
}

/** A number of 16 bits (IEEE 754). */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = (bits & 0x3ff) / 1024;
  if (exponent === 0) return sign * fraction * 2 ** -14;
  return exponent === 31 ? Number.NaN : sign * (1 + fraction) * 2 ** (exponent - 15);
}

/** The same numbers with their four sides in another order. */
export function reordered({ shape, data }: Stored, order: readonly number[]): { shape: number[]; data: Float32Array } {
  const to = order.map((i) => shape[i] ?? 1);
  const steps = shape.map((_, i) => shape.slice(i + 1).reduce((product, side) => product * side, 1));
  const [a = 1, b = 1, c = 1, d = 1] = order.map((i) => steps[i] ?? 1);
  const [A = 1, B = 1, C = 1, D = 1] = to;
  const out = new Float32Array(data.length);
  let at = 0;
  for (let i = 0; i < A; i += 1) {
    for (let j = 0; j < B; j += 1) {
      for (let k = 0; k < C; k += 1) {
        for (let l = 0; l < D; l += 1, at += 1) out[at] = data[i * a + j * b + k * c + l * d] ?? 0;
      }
    }
  }
  return { shape: to, data: out };
}
