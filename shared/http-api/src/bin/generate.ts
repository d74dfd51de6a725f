/** Writes what is derived from the operations: openapi.json for others, wire.generated.ts for the client. */
import { writeFileSync } from 'node:fs';
import { openapi, wire } from '../openapi.ts';

export const derived = (): Record<'openapi.json' | 'src/wire.generated.ts', string> => ({
  'openapi.json': `${JSON.stringify(openapi(), null, 1)}\n`,
  'src/wire.generated.ts': [
    '// Derived from the operations by src/bin/generate.ts.',
    "import type { Wire } from './client.ts';",
    '',
    `export const customerWire: Wire = ${JSON.stringify(wire(), null, 2)};`,
    '',
  ].join('\n'),
});

if (import.meta.main) {
  for (const [file, text] of Object.entries(derived())) writeFileSync(new URL(`../../${file}`, import.meta.url), text);
}
