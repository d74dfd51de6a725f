import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { cruise } from './cruise.ts';
import { root } from './root.ts';

const config = createRequire(import.meta.url)(path.join(root, '.dependency-cruiser.cjs')) as {
  forbidden: { name: string; comment: string }[];
};
const trees: string[] = [];
after(() => {
  for (const tree of trees) rmSync(tree, { recursive: true, force: true });
});

/** Each rule with the imports that break it and nothing else: who, and what it imports. */
const breaches: Record<string, [from: string, to: string, kind?: 'type'][]> = {
  'values-stand-alone': [['shared/values/src/seed.ts', 'shared/loan-math/src/index.ts']],
  'loan-math-knows-values-only': [['shared/loan-math/src/seed.ts', 'shared/http-api/src/index.ts']],
  'shared-knows-no-side': [
    ['shared/http-api/src/seed.ts', 'server/src/ledger/index.ts'],
    ['shared/loan-math/src/seed-type.ts', 'web/ui/src/index.ts', 'type'],
  ],
  'web-knows-shared-only': [
    ['web/h5/src/seed-server.ts', 'server/src/ledger/index.ts'],
    ['web/h5/src/seed-simulator.ts', 'simulators/src/main.ts'],
  ],
  'web-takes-types-of-the-api': [
    ['web/h5/src/seed-schemas.ts', 'shared/http-api/src/index.ts'],
    ['web/h5/src/seed-zod.ts', 'zod'],
  ],
  'features-stay-apart': [['web/h5/src/features/apply/seed.ts', 'web/h5/src/features/loans/loans.ts']],
  'front-ends-stay-apart': [
    ['web/h5/src/seed-console.ts', 'web/console/src/main.ts'],
    ['web/ui/src/seed.ts', 'web/h5/src/main.ts'],
  ],
  'rules-are-pure': [
    ['server/src/lending/decision/store.rules.ts', 'server/src/lending/decision/decision.store.ts'],
    ['server/src/lending/decision/fs.rules.ts', 'node:fs'],
    ['server/src/lending/decision/clock.rules.ts', 'server/src/platform/clock.ts'],
    ['server/src/lending/decision/port.rules.ts', 'server/src/integrations/credit-bureau/port.ts'],
  ],
  'rules-take-types-only': [['server/src/lending/decision/index.rules.ts', 'server/src/bank/products/index.ts']],
  'rules-know-no-database': [
    ['server/src/lending/decision/tx.rules.ts', 'server/src/platform/db/connect.ts', 'type'],
    ['server/src/lending/decision/row.rules.ts', 'server/src/lending/decision/decision.store.ts', 'type'],
  ],
  'sql-in-stores': [
    ['server/src/lending/decision/seed-kysely.ts', 'kysely'],
    ['server/src/http/customer/seed-pg.ts', 'pg'],
    ['server/src/customer/account/seed-tables.ts', 'server/src/platform/db/schema.generated.ts', 'type'],
  ],
  'modules-by-the-front-door': [
    ['server/src/lending/servicing/seed-store.ts', 'server/src/ledger/ledger.store.ts'],
    ['server/src/customer/account/seed-store.ts', 'server/src/customer/identity/identity.store.ts'],
    ['server/src/lending/contract/seed-rules.ts', 'server/src/lending/decision/decision.rules.ts'],
  ],
  'everyone-by-the-front-door': [
    ['server/src/lending/lifecycle.ts', 'server/src/lending/decision/decision.store.ts'],
    ['server/src/http/customer/seed-store.ts', 'server/src/ledger/ledger.store.ts'],
    ['journeys/seed.test.ts', 'server/src/customer/identity/identity.store.ts'],
  ],
  'application-looks-back-only': [['server/src/lending/application/seed.ts', 'server/src/lending/decision/index.ts']],
  'decision-looks-back-only': [['server/src/lending/decision/seed.ts', 'server/src/lending/contract/index.ts']],
  'review-looks-back-only': [['server/src/lending/review/seed.ts', 'server/src/lending/servicing/index.ts']],
  'contract-looks-back-only': [['server/src/lending/contract/seed.ts', 'server/src/lending/servicing/index.ts']],
  'signing-looks-back-only': [['server/src/lending/signing/seed.ts', 'server/src/lending/disbursement/index.ts']],
  'servicing-looks-back-only': [['server/src/lending/servicing/seed.ts', 'server/src/lending/copies/index.ts']],
  'repayment-looks-back-only': [['server/src/lending/repayment/seed.ts', 'server/src/lending/copies/index.ts']],
  'corrections-looks-back-only': [['server/src/lending/corrections/seed.ts', 'server/src/lending/copies/index.ts']],
  'reminders-looks-back-only': [['server/src/lending/reminders/seed.ts', 'server/src/lending/copies/index.ts']],
  'copies-looks-back-only': [['server/src/lending/copies/seed.ts', 'server/src/lending/evidence/index.ts']],
  'disbursement-looks-back-only': [
    ['server/src/lending/disbursement/seed.ts', 'server/src/lending/servicing/index.ts'],
  ],
  'stages-do-not-steer': [['server/src/lending/servicing/seed-steers.ts', 'server/src/lending/day-end.ts']],
  'customer-knows-no-loans': [['server/src/customer/consent/seed.ts', 'server/src/lending/contract/index.ts']],
  'ledger-knows-no-loans': [
    ['server/src/ledger/seed-loans.ts', 'server/src/lending/contract/index.ts'],
    ['server/src/ledger/seed-wiring.ts', 'server/src/wiring.ts'],
    ['server/src/ledger/seed-engine.ts', 'shared/loan-math/src/index.ts'],
  ],
  'bank-knows-no-customer': [['server/src/bank/products/seed.ts', 'server/src/customer/identity/index.ts']],
  'operations-are-for-people': [['server/src/lending/decision/seed-queue.ts', 'server/src/operations/index.ts']],
  'ports-only': [
    ['server/src/lending/disbursement/seed-adapter.ts', 'server/src/integrations/core-banking/adapter.ts'],
    ['server/src/http/callbacks/seed-wire.ts', 'server/src/integrations/core-banking/wire.ts', 'type'],
    ['server/src/main.ts', 'server/src/integrations/core-banking/adapter.ts'],
    ['server/src/http/console/seed-calls.ts', 'server/src/integrations/external-calls/external-calls.store.ts'],
  ],
  'integrations-know-no-business': [
    ['server/src/integrations/hr-system/seed.ts', 'server/src/lending/contract/index.ts'],
  ],
  'integrations-stay-apart': [
    ['server/src/integrations/hr-system/seed-other.ts', 'server/src/integrations/core-banking/port.ts'],
  ],
  'http-is-the-entrance': [['server/src/customer/identity/seed-http.ts', 'server/src/http/problem.ts']],
  'business-knows-no-http': [
    ['server/src/customer/identity/seed-fastify.ts', 'fastify'],
    ['server/src/customer/identity/seed-schemas.ts', 'shared/http-api/src/index.ts'],
  ],
  'doors-stay-apart': [['server/src/http/console/seed.ts', 'server/src/http/customer/customer.routes.ts']],
  'platform-knows-no-business': [
    ['server/src/platform/seed-ledger.ts', 'server/src/ledger/index.ts'],
    ['server/src/platform/seed-http.ts', 'server/src/http/problem.ts'],
  ],
  'wiring-is-the-top': [['server/src/lending/contract/seed-wiring.ts', 'server/src/wiring.ts']],
  'simulators-stand-apart': [
    ['simulators/src/seed-product.ts', 'server/src/ledger/index.ts'],
    ['simulators/src/seed-values.ts', 'shared/values/src/index.ts'],
  ],
  'nothing-ships-with-simulators': [['server/src/integrations/core-banking/seed.ts', 'simulators/src/main.ts']],
  'nothing-ships-with-tests': [
    ['server/src/lending/contract/seed-kit.ts', 'server/test-kit/world.ts'],
    ['server/src/platform/seed-script.ts', 'scripts/root.ts'],
  ],
  'no-unknowns': [['server/src/customer/account/seed-unknown.ts', 'server/src/customer/account/nowhere.ts']],
};

test('each rule catches its own breach, and no other rule does', () => {
  const seeds = Object.entries(breaches).flatMap(([rule, edges]) => edges.map((edge) => ({ rule, edge })));
  const tree = aTree(seeds.map(({ edge }) => edge));
  write(tree, 'server/src/bank/calendar/day.ts', `import './month.ts';`);
  write(tree, 'server/src/bank/calendar/month.ts', `import './day.ts';`);
  write(tree, 'server/src/bank/calendar/left-behind.ts', `export const unused = 1;`);

  const caught = cruise(tree).violations.map(({ rule, from }) => `${from} breaks ${rule}`);
  const expected = seeds.map(({ rule, edge: [from] }) => `${from} breaks ${rule}`);
  // A cycle is told once, at whichever of its files is met first.
  const cycle = caught.filter((breach) => breach.endsWith(' breaks no-cycles'));
  assert.equal(cycle.length, 1);
  expected.push(...cycle, 'server/src/bank/calendar/left-behind.ts breaks no-orphans');
  assert.deepEqual(caught.toSorted(), expected.toSorted());
});

test('every rule has a breach here and a comment for whom it stops', () => {
  const seeded = new Set([...Object.keys(breaches), 'no-cycles', 'no-orphans']);
  assert.deepEqual(new Set(config.forbidden.map((rule) => rule.name)), seeded);
  for (const { name, comment } of config.forbidden) assert.match(comment, /^[A-Z].{15,}\.$/s, name);
});

test('the straight line through the house breaks no rule', () => {
  const tree = aTree([
    ['web/h5/src/features/apply/apply.ts', 'web/ui/src/index.ts'],
    ['web/h5/src/features/apply/types.ts', 'shared/http-api/src/index.ts', 'type'],
    ['web/h5/src/features/apply/quote.ts', 'shared/loan-math/src/index.ts'],
    ['server/src/http/customer/apply.routes.ts', 'server/src/lending/application/index.ts'],
    ['server/src/http/customer/schemas.ts', 'shared/http-api/src/index.ts'],
    ['server/src/lending/lifecycle.ts', 'server/src/lending/disbursement/index.ts'],
    ['server/src/lending/disbursement/pay-out.ts', 'server/src/lending/contract/index.ts'],
    ['server/src/lending/disbursement/send.ts', 'server/src/integrations/core-banking/port.ts'],
    ['server/src/lending/disbursement/intend.ts', 'server/src/integrations/external-calls/index.ts'],
    ['server/src/lending/disbursement/outcome.ts', 'server/src/integrations/outcome.ts'],
    ['server/src/lending/servicing/open-loan.ts', 'server/src/lending/accounting.ts'],
    ['server/src/lending/accounting.ts', 'server/src/ledger/index.ts'],
    ['server/src/lending/decision/decision.store.ts', 'kysely'],
    ['server/src/lending/decision/limit.rules.ts', 'server/src/bank/products/index.ts', 'type'],
    ['server/src/lending/decision/facts.rules.ts', 'server/src/integrations/credit-bureau/port.ts', 'type'],
    ['server/src/lending/decision/check.rules.ts', 'node:assert/strict'],
    ['server/src/wiring.ts', 'server/src/integrations/core-banking/adapter.ts'],
    ['server/src/main.ts', 'server/src/wiring.ts'],
    ['server/src/bin/books.ts', 'server/src/ledger/index.ts'],
    ['server/src/ledger/post.test.ts', 'server/test-kit/world.ts'],
    ['server/src/integrations/core-banking/adapter.test.ts', 'simulators/src/main.ts'],
    ['journeys/apply.test.ts', 'server/test-kit/world.ts'],
  ]);
  assert.deepEqual(cruise(tree).violations, []);
});

test('the real tree is seen: a missing parser would see nothing and find nothing', () => {
  assert.ok(cruise(root).modules > 30);
});

/** A small house of empty modules, with the given imports in it. */
function aTree(edges: [from: string, to: string, kind?: 'type'][]): string {
  const tree = mkdtempSync(path.join(tmpdir(), 'dependency-rules-'));
  trees.push(tree);
  write(tree, 'package.json', '{ "type": "module" }');
  for (const name of ['kysely', 'pg', 'fastify', 'zod']) {
    write(tree, `node_modules/${name}/package.json`, `{ "name": "${name}", "version": "1.0.0", "main": "index.js" }`);
    write(tree, `node_modules/${name}/index.js`, 'module.exports = {};');
  }
  const ours = edges.filter(([, to]) => to.includes('/') && to.endsWith('.ts') && !to.endsWith('nowhere.ts'));
  for (const [, to] of ours) write(tree, to, 'export const seed = 1;\n');
  for (const [from, to, kind] of edges) {
    const ownFile = to.includes('/') && to.endsWith('.ts');
    const name = ownFile ? path.relative(path.dirname(from), to).replace(/^(?!\.)/, './') : to;
    write(tree, from, `import ${kind ?? ''} { seed } from '${name}';\nexport type Used = typeof seed;\n`);
  }
  return tree;
}

function write(tree: string, file: string, text: string): void {
  mkdirSync(path.join(tree, path.dirname(file)), { recursive: true });
  writeFileSync(path.join(tree, file), text);
}
