import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Config, Human } from '@vladmandic/human';
import type * as Tf from '@tensorflow/tfjs-core';
import type { Picture, Point } from './picture.ts';

export type FoundFace = { score: number; width: number; mesh: Point[] };

const require = createRequire(import.meta.url);
const folderOf = (name: string): string => dirname(require.resolve(name));

/** Detection (BlazeFace) and a mesh of 468 points with the irises, by @vladmandic/human on WebAssembly. */
export async function loadMeshNet(): Promise<{
  tf: typeof Tf;
  facesIn(picture: Picture): Promise<FoundFace[]>;
}> {
  letFetchReadFiles();
  // Kernels that WebAssembly lacks.
  require('@tensorflow/tfjs-backend-cpu');
  const dist = folderOf('@vladmandic/human');
  // Its `exports` name the build for native TensorFlow; this one is found by its path.
  const { Human: HumanClass } = require(join(dist, 'human.node-wasm.js')) as { Human: new (config: Config) => Human };
  const human = new HumanClass(configFor(join(dist, '..', 'models')));
  const tf = human.tf as unknown as typeof Tf;
  // Other threads are for other requests.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  await human.load();

  return {
    tf,
    async facesIn({ data, width, height }) {
      const pixels = tf.tensor4d(new Float32Array(data), [1, height, width, 3]);
      try {
        const { face } = await human.detect(pixels);
        return face.map((found) => ({
          score: found.boxScore,
          width: found.box[2],
          mesh: found.mesh.map(([x, y, z]) => ({ x, y, z: z ?? 0 })),
        }));
      } finally {
        pixels.dispose();
      }
    },
  };
}

const configFor = (models: string): Config =>
  ({
    modelBasePath: pathToFileURL(models).href + '/',
    backend: 'wasm',
    wasmPath: folderOf('@tensorflow/tfjs-backend-wasm') + sep,
    debug: false,
    // Pictures are looked at one by one: nothing of the one before is of use.
    cacheSensitivity: 0,
    skipAllowed: false,
    warmup: 'none',
    filter: { enabled: false },
    gesture: { enabled: false },
    face: {
      enabled: true,
      detector: { rotation: true, return: false, maxDetected: 3, minConfidence: 0.2 },
      mesh: { enabled: true },
      iris: { enabled: true },
      description: { enabled: false },
      emotion: { enabled: false },
      antispoof: { enabled: false },
      liveness: { enabled: false },
    },
    body: { enabled: false },
    hand: { enabled: false },
    object: { enabled: false },
    segmentation: { enabled: false },
  }) as unknown as Config;

/** The library asks `fetch` for its models, and Node's knows no files. */
function letFetchReadFiles(): void {
  const plain = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    if (!url.startsWith('file:')) return plain(input, init);
    return new Response(new Uint8Array(await readFile(fileURLToPath(url))), { status: 200 });
  };
}
