/** `npm run bench <name>`: measures what the documents claim, on this machine, and fails where a claim does not hold. */
type Bench = () => Promise<{ passed: boolean }>;

// Imported only when asked for: one bench's needs are not another's.
const BENCHES: Record<string, () => Promise<{ run: Bench }>> = {
  ledger: () => import('./ledger.ts'),
  face: () => import('./face.ts'),
  saturation: () => import('./saturation.ts'),
  disbursement: () => import('./disbursement.ts'),
  decision: () => import('./decision.ts'),
  'back-test': () => import('./back-test.ts'),
  contract: () => import('./contract.ts'),
  'day-end': () => import('./day-end.ts'),
  ocr: () => import('./ocr.ts'),
  lighthouse: () => import('./lighthouse.ts'),
};

const [name = ''] = process.argv.slice(2);
const load = BENCHES[name];
if (!load) {
  console.error(`usage: npm run bench <name>\nbenches: ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
const { run } = await load();
const { passed } = await run();
process.exitCode = passed ? 0 : 1;
