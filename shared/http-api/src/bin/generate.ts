/** Writes what is derived from the operations: an OpenAPI document for each door, wire.generated.ts for the clients. */
import { writeFileSync } from 'node:fs';
import { consoleOperations, customerOperations, type Operation } from '../index.ts';
import { openapi, wire } from '../openapi.ts';

const customer: Record<string, Operation> = customerOperations;
const console_: Record<string, Operation> = consoleOperations;

const document = (title: string, cookie: string, operations: Record<string, Operation>) =>
  `${JSON.stringify(openapi({ title, cookie, operations }), null, 1)}\n`;

export const derived = (): Record<'openapi.json' | 'openapi-console.json' | 'src/wire.generated.ts', string> => ({
  'openapi.json': document('Miaodai customer API', 'miaodai_session', customer),
  'openapi-console.json': document('Miaodai console API', 'miaodai_staff', console_),
  'src/wire.generated.ts': [
    '// Derived from the operations by src/bin/generate.ts.',
    "import type { Wire } from './client.ts';",
    '',
    `export const customerWire: Wire = ${JSON.stringify(wire(customer), null, 2)};`,
    '',
    `export const consoleWire: Wire = ${JSON.stringify(wire(console_), null, 2)};`,
    '',
  ].join('\n'),
});

if (import.meta.main) {
  for (const [file, text] of Object.entries(derived())) writeFileSync(new URL(`../../${file}`, import.meta.url), text);
}
