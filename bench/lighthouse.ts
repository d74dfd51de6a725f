/** Lighthouse as a phone on a slow network, on the pages that people land on. At least 95 in each of its four categories. See docs/bench.md. */
import { createServer } from 'node:net';
import lighthouse from 'lighthouse';
import { chromium } from 'playwright-core';
import { buildWeb } from '../scripts/build-web.ts';
import { findChromium } from '../scripts/chromium.ts';
import { aDisbursementWorld } from './disbursement-world.ts';
import { machine, median, table } from './measure.ts';

/** Those that anybody may open; what is behind the sign-in is kept from search engines, which costs points on purpose. */
const PAGES = ['/', '/product', '/sign-in'];
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const LEAST = 95;

type Scores = Record<(typeof CATEGORIES)[number], number>;

export async function run(): Promise<{ passed: boolean }> {
  await buildWeb();
  const world = await aDisbursementWorld(1);
  const { executablePath, args } = await findChromium();
  const port = await freePort();
  const browser = await chromium.launch({ executablePath, args: [...args, `--remote-debugging-port=${port}`] });
  try {
    const rows: string[][] = [];
    let passed = true;
    for (const page of PAGES) {
      const scores = await scoresOf(`${world.url}${page}`, port);
      passed &&= CATEGORIES.every((category) => scores[category] >= LEAST);
      rows.push([page, ...CATEGORIES.map((category) => String(scores[category]))]);
    }
    console.log(`${machine()}; Lighthouse's own phone and network; median of ${ROUNDS} runs\n`);
    console.log(table(['page', ...CATEGORIES], rows));
    console.log(`\n${passed ? 'PASS' : 'FAIL'}  at least ${LEAST} in all four`);
    return { passed };
  } finally {
    await browser.close();
    await world.stop();
  }
}

async function scoresOf(url: string, port: number): Promise<Scores> {
  const runs: Scores[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const result = await lighthouse(url, {
      port,
      onlyCategories: [...CATEGORIES],
      logLevel: 'error',
    });
    if (!result) throw new Error(`Lighthouse said nothing of ${url}`);
    const score = (category: string) => Math.round((result.lhr.categories[category]?.score ?? 0) * 100);
    runs.push(Object.fromEntries(CATEGORIES.map((category) => [category, score(category)])) as Scores);
    if (round === 0) tellFaults(url, result.lhr.audits);
  }
  return Object.fromEntries(
    CATEGORIES.map((category) => [category, median(runs.map((scores) => scores[category]))]),
  ) as Scores;
}

type Audits = Record<string, { title: string; score: number | null; scoreDisplayMode: string }>;

/** What costs points, so that a fall can be mended and not only seen. */
function tellFaults(url: string, audits: Audits): void {
  for (const { title, score, scoreDisplayMode } of Object.values(audits)) {
    if (scoreDisplayMode === 'binary' && score === 0) console.log(`${new URL(url).pathname}: ${title}`);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
