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

type Index = { items: { kind: string; fileName: string }[] };

/** Where the item of a kind stands in an export. */
export function itemNamed(at: string, kind: string): string {
  const { items } = JSON.parse(readFileSync(join(at, 'index.json'), 'utf8')) as Index;
  return items.find((item) => item.kind === kind)?.fileName ?? assert.fail(`no ${kind} in ${at}`);
}

/** The two commands that the manual in the export names, where this machine has an openssl for them. */
export function byOpenssl(at: string): void {
  const run = (...args: string[]) => {
    const { error, stdout, stderr } = spawnSync('openssl', args, { cwd: at, encoding: 'utf8' });
    return error ? undefined : stdout + stderr;
  };
  const stamp = run('ts', '-verify', '-data', 'anchor.json', '-in', 'anchor.tsr', '-token_in', '-CAfile', 'roots.pem');
  if (stamp === undefined) console.log('no openssl here: stamp and national signature were not verified by it');
  else assert.match(stamp, /Verification: OK/);
  const sm3 = [
    '-rawin',
    '-digest',
    'sm3',
    '-pkeyopt',
    'distid:1234567812345678',
    '-in',
    itemNamed(at, 'signed-contract'),
  ];
  const key = ['-pubin', '-inkey', itemNamed(at, 'sm2-public-key'), '-sigfile', itemNamed(at, 'sm2-signature')];
  const national = run('pkeyutl', '-verify', ...key, ...sm3) ?? 'not supported';
  if (/distid|not supported/i.test(national)) console.log(`no openssl here that speaks SM2: ${national}`);
  else assert.match(national, /Verified Successfully/);
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
