import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { derived } from './bin/generate.ts';
import { consoleOperations, customerOperations, type Operation } from './index.ts';
import { problems } from './problems.ts';

for (const [file, text] of Object.entries(derived())) {
  test(`${file} is what the operations say (else run: node shared/http-api/src/bin/generate.ts)`, () => {
    assert.equal(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'), text);
  });
}

/** They change nothing, but bring a file or a text along; or may be neither fetched in advance nor kept by anything between. */
const POSTED: ReadonlySet<string> = new Set([
  ...['verifyContractFile', 'verifyFile', 'previewTextFile', 'readUnzipCode'],
  // What a visitor says of their income belongs in no address, and so in no log.
  'estimateLimit',
  'previewDiscountRule',
  'previewCorrection',
]);

test('every operation refuses with known codes only, and only writes and sessions change anything', () => {
  const all = [...Object.entries<Operation>(customerOperations), ...Object.entries<Operation>(consoleOperations)];
  for (const [name, operation] of all) {
    for (const code of operation.refusals) assert.ok(code in problems, `${name}: ${code}`);
    const isGet = operation.method === 'GET' || POSTED.has(name);
    assert.equal(isGet, operation.kind === 'read', name);
    assert.ok(isGet || operation.kind === 'session' || operation.who !== 'public', name);
  }
});
