import { parse } from 'csv-parse/sync';

/** Cells of a file with its mark of UTF-8, as a reader that has no part in writing them takes them. */
export const readCsv = (file: Buffer): string[][] => parse(file, { bom: true });
