/**
 * Sees faces in pictures, and nothing else: how many, where the points of the largest one's mesh are, and the numbers by which it is
 * known again. Whether that is good enough is judged elsewhere (face.rules.ts). Has no state but the nets, which are loaded once.
 */
import { loadDescriptorNet } from './descriptor-net.ts';
import { cropOf, FOR_DESCRIPTOR, measuresOf, type Measures } from './measure.ts';
import { loadMeshNet } from './mesh-net.ts';
import { decode, type Picture, type Point } from './picture.ts';
import { loadSecondNets } from './second-nets.ts';

/** One picture as it was seen: how many faces, and what the largest of them shows. */
export type Sight = {
  faces: number;
  measures: Measures | undefined;
  descriptor: Float32Array | undefined;
  mesh: Point[] | undefined;
};

export type FaceEngine = {
  /** The lids are measured where they are asked for: that is a fifth of the time. */
  see(picture: Picture, eyes: 'eyes' | 'no-eyes'): Promise<Sight>;
  /** What a net of another kind knows the face of a mesh by. */
  secondOpinion(picture: Picture, mesh: readonly Point[]): Promise<Float32Array>;
  /** How much it looks like a face before the camera and not like a picture of one: 0 to 1. */
  liveness(picture: Picture, mesh: readonly Point[]): Promise<number>;
  decode: typeof decode;
};

/** A second face counts where it is sure to be one and not somebody far away on a poster. */
const SURE = 0.5;
const NOT_TINY = 0.3;

/** Detection, mesh and recognition in this thread: a second to load, some 30 ms a picture. */
export async function loadFaceEngine(): Promise<FaceEngine> {
  const { facesIn } = await loadMeshNet();
  const describe = await loadDescriptorNet();
  return {
    ...(await loadSecondNets()),
    decode,
    async see(picture, eyes) {
      const found = (await facesIn(picture, eyes === 'eyes')).filter(({ score }) => score >= SURE);
      const [largest] = found;
      if (!largest) return { faces: 0, measures: undefined, descriptor: undefined, mesh: undefined };
      const crop = cropOf(picture, largest.mesh, FOR_DESCRIPTOR);
      return {
        faces: found.filter(({ width }) => width >= NOT_TINY * largest.width).length,
        measures: measuresOf(largest.mesh, crop, eyes === 'eyes'),
        descriptor: await describe(crop),
        mesh: largest.mesh,
      };
    },
  };
}
