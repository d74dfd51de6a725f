// `npm run check`: every static check, with its time and everything it found.
import { runStaticChecks } from './static-checks.ts';
import { checkLines, sumLine } from './test-report.ts';

const results = await runStaticChecks((result) => console.log(checkLines(result)));
const count = (verdict: string): number => results.filter((result) => result.verdict === verdict).length;
console.log(sumLine({ passed: count('passed'), failed: count('failed'), skipped: count('skipped') }));
process.exitCode = count('failed') === 0 ? 0 : 1;
