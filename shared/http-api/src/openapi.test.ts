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

test('every operation refuses with known codes only, and only writes and sessions change anything', () => {
  const all = [...Object.entries<Operation>(customerOperations), ...Object.entries<Operation>(consoleOperations)];
  for (const [name, operation] of all) {
    for (const code of operation.refusals) assert.ok(code in problems, `${name}: ${code}`);
    assert.equal(operation.method === 'GET', operation.kind === 'read', name);
    assert.ok(operation.method === 'GET' || operation.kind === 'session' || operation.who !== 'public', name);
  }
});
