/**
 * Sees faces in pictures, and nothing else: how many, where the points of the largest one's mesh are, and the 128 numbers by which it is
 * known again. Whether that is good enough is judged elsewhere (face.rules.ts). Has no state but the nets, which are loaded once.
 */
import { loadDescriptorNet } from './descriptor-net.ts';
import { cropOf, measuresOf, type Measures } from './measure.ts';
import { loadMeshNet } from './mesh-net.ts';
import { decode, type Picture, type Point } from './picture.ts';

/** One picture as it was seen: how many faces, and what the largest of them shows. */
export type Sight = {
  faces: number;
  measures: Measures | undefined;
  descriptor: Float32Array | undefined;
  mesh: Point[] | undefined;
};

export type FaceEngine = {
  see(picture: Picture): Promise<Sight>;
  decode: typeof decode;
};

/** A second face counts where it is sure to be one and not somebody far away on a poster. */
const SURE = 0.5;
const NOT_TINY = 0.3;

/** Detection, mesh and recognition in this thread: a second to load, some 100 ms a picture. */
export async function loadFaceEngine(): Promise<FaceEngine> {
  const { tf, facesIn } = await loadMeshNet();
  const describe = await loadDescriptorNet(tf);
  return {
    decode,
    async see(picture) {
      const found = (await facesIn(picture)).filter(({ score, mesh }) => score >= SURE && mesh.length >= 468);
      const largest = found.toSorted((a, b) => b.width - a.width)[0];
      if (!largest) return { faces: 0, measures: undefined, descriptor: undefined, mesh: undefined };
      const crop = cropOf(picture, largest.mesh);
      return {
        faces: found.filter(({ width }) => width >= NOT_TINY * largest.width).length,
        measures: measuresOf(largest.mesh, crop),
        descriptor: await describe(crop),
        mesh: largest.mesh,
      };
    },
  };
}
