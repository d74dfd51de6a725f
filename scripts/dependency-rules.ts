// Fails where an import breaks a rule of .dependency-cruiser.cjs, and prints why the rule is there.
import { createRequire } from 'node:module';
import path from 'node:path';
import { cruise } from './cruise.ts';
import { root } from './root.ts';

const config = createRequire(import.meta.url)(path.join(root, '.dependency-cruiser.cjs')) as {
  forbidden: { name: string; comment: string }[];
};

const { modules, violations } = cruise(root);
for (const { name, comment } of config.forbidden) {
  const broken = violations.filter((violation) => violation.rule === name);
  if (broken.length === 0) continue;
  console.error(`${name}: ${comment}`);
  for (const { from, to } of broken) console.error(`  ${from} → ${to}`);
}
// A parser that is missing sees no file and so finds nothing wrong.
if (modules <= 30) console.error(`Only ${modules} modules were seen: the parser does not read TypeScript.`);
console.log(`${modules} modules, ${violations.length} broken rules`);
process.exitCode = violations.length === 0 && modules > 30 ? 0 : 1;
