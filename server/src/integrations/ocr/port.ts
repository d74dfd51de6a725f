import type { Outcome } from '../outcome.ts';

export type Side = 'front' | 'back';

/** What an identity card says. Days are YYYY-MM-DD; validTo may be 长期; '' where nothing could be read. */
export type IdCardFields = {
  front: {
    name: string;
    sex: 'male' | 'female' | '';
    ethnicity: string;
    birthDate: string;
    address: string;
    idNumber: string;
  };
  back: { issuer: string; validFrom: string; validTo: string };
};

/** What is wrong with a picture, in words for programs. */
export type Flaw = 'too-small' | 'blurred' | 'glare' | 'dark' | 'wrong-side' | 'no-card';

export type IdCardReading<S extends Side = Side> = {
  side: S;
  fields: IdCardFields[S];
  /** 0 to 1 for each field. */
  confidence: Record<keyof IdCardFields[S] & string, number>;
  quality: {
    /** Something can be done with it: what nobody can do without was read. */
    ok: boolean;
    flaws: Flaw[];
    width: number;
    /** Variance of the Laplacian: how crisp it is. */
    sharpness: number;
    /** The share of pixels that are nothing but white. */
    glare: number;
  };
  /** The picture upright, encoded anew without what the camera wrote into it (JPEG). */
  picture: Uint8Array;
  /** Of the front: the part with the holder's picture (JPEG). */
  portrait: Uint8Array | undefined;
};

export interface IdCardReader {
  /**
   * A look; may be repeated freely. Refused where the bytes are no picture that we take.
   * @throws where so many wait already that there is no use in waiting.
   */
  read<S extends Side>(image: Uint8Array, side: S): Promise<Outcome<IdCardReading<S>>>;
}
