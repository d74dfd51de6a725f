import { serveTasks } from '../workers/serve-tasks.ts';
import type { PdfReport } from './types.ts';
import { verifyPdf } from './verify.ts';

export type Asked = { pdf: Uint8Array; roots: readonly Uint8Array[] };

const buffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

serveTasks(async ({ pdf, roots }: Asked): Promise<PdfReport> => verifyPdf(buffer(pdf), roots.map(buffer)));
