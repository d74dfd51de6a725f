/** First byte of a sealed value. 1: under a key derived from the root key. 2: under the data key whose number follows in two bytes. */
export const DERIVED = 1;
export const NUMBERED = 2;

/** What a value sealed under a data key begins with. */
export const headOf = (keyNo: number): Buffer => Buffer.of(NUMBERED, keyNo >> 8, keyNo & 0xff);
