import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader, type FileEntry } from '@zip.js/zip.js';
import type { Clerk } from '../kit/staff.ts';

const STAND_ALONE = join(import.meta.dirname, '..', '..', 'server', 'src', 'lending', 'evidence', 'stand-alone');

/** An export as whoever gets it has it: unpacked, and checked by its own verifier. */
export async function unpacked(clerk: Clerk, contractId: string, at: string) {
  const { base64, name } = await clerk.api.exportEvidence({ params: { contractId } });
  assert.match(name, /^证据包-HT.*\.zip$/);
  const zip = new ZipReader(new Uint8ArrayReader(Buffer.from(base64, 'base64')), { useWebWorkers: false });
  for (const entry of await zip.getEntries()) {
    const path = join(at, entry.filename);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await (entry as FileEntry).getData(new Uint8ArrayWriter()));
  }
  return { run: () => runIn(at) };
}

export function runIn(at: string): { status: number | null; output: string } {
  // By its own verifier, where there is one.
  const verifier = existsSync(join(at, 'verify.mjs')) ? at : STAND_ALONE;
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(verifier, 'verify.mjs'), at], {
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

export function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  const place = at < 0 ? bytes.length + at : at;
  bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
  writeFileSync(file, bytes);
}

export function replace(file: string, old: string, fresh: string): void {
  const text = readFileSync(file, 'utf8');
  assert.ok(text.includes(old), `${file} has ${old}`);
  writeFileSync(file, text.replace(old, fresh));
}
