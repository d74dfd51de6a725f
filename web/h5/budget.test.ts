import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { buildWeb } from '../../scripts/build-web.ts';

type Chunk = { file: string; css?: string[]; imports?: string[] };

const dist = new URL('./dist/', import.meta.url);
const read = (file: string): Buffer => readFileSync(new URL(file, dist));
const kilobytes = (files: Iterable<string>): number =>
  [...files].reduce((total, file) => total + brotliCompressSync(read(file)).length, 0) / 1000;
const manifest = (): Record<string, Chunk> =>
  JSON.parse(read('.vite/manifest.json').toString()) as Record<string, Chunk>;

/** A chunk's own file and style sheets, and those of all that it imports at once. */
function filesOf(chunks: Record<string, Chunk>, name: string, seen = new Set<string>()): Set<string> {
  const chunk = chunks[name];
  if (!chunk || seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const sheet of chunk.css ?? []) seen.add(sheet);
  for (const other of chunk.imports ?? []) filesOf(chunks, other, seen);
  return seen;
}

before(async () => {
  await buildWeb();
});

test('the first route costs at most 40 kB of script and style after brotli', (t) => {
  const size = kilobytes([...filesOf(manifest(), 'index.html'), 'boot.js']);
  t.diagnostic(`first route: ${size.toFixed(1)} kB`);
  assert.ok(size <= 40, `${size.toFixed(1)} kB`);
});

test('the landing page, which is whole without a script, costs at most 8 kB of script and style', (t) => {
  const size = kilobytes([...filesOf(manifest(), 'loan.html'), 'boot.js']);
  t.diagnostic(`landing: ${size.toFixed(1)} kB`);
  assert.ok(size <= 8, `${size.toFixed(1)} kB`);
});

test('every further route costs less than 30 kB', (t) => {
  const chunks = manifest();
  const first = filesOf(chunks, 'index.html');
  for (const name of Object.keys(chunks).filter((key) => key.startsWith('src/'))) {
    const size = kilobytes([...filesOf(chunks, name)].filter((file) => !first.has(file)));
    t.diagnostic(`${name}: ${size.toFixed(1)} kB`);
    assert.ok(size < 30, `${name}: ${size.toFixed(1)} kB`);
  }
});

test('the calendar and the encryption stay off the pages that do not need them', () => {
  const first = [...filesOf(manifest(), 'index.html')].filter((file) => file.endsWith('.js'));
  const text = first.map((file) => read(file).toString()).join('\n');
  assert.doesNotMatch(text, /PlainDate|CompactEncrypt|ZodError/);
});

test('what every page loads can be read by a browser without big integers, optional chaining or private fields', () => {
  const chunks = manifest();
  const modern = new Set(filesOf(chunks, 'src/shared/trial-engine.ts'));
  for (const { file } of Object.values(chunks)) {
    if (!file.endsWith('.js') || (modern.has(file) && file.includes('trial-engine'))) continue;
    assert.doesNotMatch(read(file).toString(), /[^\w$."'`]\d+n\b|\?\.[a-z_$[(]|this\.#/i, file);
  }
});

test('the pages themselves hold no inline script, style or handler: the content policy forbids them', () => {
  for (const file of ['index.html', 'loan.html']) {
    const page = readFileSync(fileURLToPath(new URL(file, dist)), 'utf8');
    assert.doesNotMatch(page, /<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=/i, file);
  }
});
