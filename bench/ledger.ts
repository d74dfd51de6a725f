/** Posting with idempotency and outbox, against the least that one would write by hand, in the same run. See docs/bench.md. */
import { randomUUID } from 'node:crypto';
import { ledgerFindings } from '../server/src/ledger/index.ts';
import { aLedgerWorld, ACCOUNTS, type LedgerWorld, type Variant } from './ledger-world.ts';
import type { Posting } from './ledger-minimum.ts';
import { machine, median, percent, quartiles, rate, table } from './measure.ts';

const CLIENTS = [8, 32] as const;
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 9);
const SLICE_MS = 1_000;
/** The product keeps at least this share of the minimum's speed on the hot account. */
const LEAST_SHARE = 0.7;
/** Two runs of the very same work differ by this much on a shared machine; a fall within it is none. */
const NOISE = 0.05;

const MINIMUM = 'minimum by hand';
const LEDGER = 'ledger';

type Case = { account: 'hot account' | 'random pairs'; clients: number; variant: string };
type Rates = Map<string, number[]>;
const key = ({ account, clients, variant }: Case): string => `${account}/${clients}/${variant}`;

export async function run(): Promise<{ passed: boolean }> {
  const world = await aLedgerWorld();
  try {
    const rates = await measure(world);
    const verdicts = judge(rates);
    console.log(
      `${machine()}; ${world.server}; durable commits; median of ${ROUNDS} interleaved rounds of ${SLICE_MS} ms\n`,
    );
    console.log(ratesTable(rates, Object.keys(world.variants)));
    console.log(`\n${verdicts.map(({ passed, claim }) => `${passed ? 'PASS' : 'FAIL'}  ${claim}`).join('\n')}`);
    console.log(`\nBulk: ${Math.round(await world.bulkRate())} entries a second, 1,000 in a call, one client`);
    const findings = await ledgerFindings(world.db);
    console.log(findings.length === 0 ? 'The books agree with themselves.' : findings.join('\n'));
    return { passed: findings.length === 0 && verdicts.every(({ passed }) => passed) };
  } finally {
    await world.stop();
  }
}

/** Every variant in every round, in an order that turns, so that a busy neighbour hits them alike. */
async function measure(world: LedgerWorld): Promise<Rates> {
  const rates: Rates = new Map();
  // Plans are made and caches filled in the first round, which does not count.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { account, clients } of groups()) {
      const hot = account === 'hot account';
      const variants = Object.entries(world.variants).filter(([, { hotOnly }]) => hot || !hotOnly);
      const turn = round % variants.length;
      for (const [variant, { work }] of [...variants.slice(turn), ...variants.slice(0, turn)]) {
        const perSecond = await slice(work, hot, clients);
        const name = key({ account, clients, variant });
        if (round > 0) rates.set(name, [...(rates.get(name) ?? []), perSecond]);
      }
    }
  }
  return rates;
}

const slice = (work: Variant['work'], hot: boolean, clients: number) =>
  rate(() => work(aPosting(hot)), clients, SLICE_MS);

function aPosting(hot: boolean): Posting {
  const to = Math.floor(Math.random() * ACCOUNTS);
  const from = (to + 1 + Math.floor(Math.random() * (ACCOUNTS - 1))) % ACCOUNTS;
  return { ref: `bench:${randomUUID()}`, to: `p${to}`, from: hot ? undefined : `p${from}`, amountFen: 100 };
}

function* groups(): Generator<Omit<Case, 'variant'>> {
  for (const account of ['hot account', 'random pairs'] as const)
    for (const clients of CLIENTS) yield { account, clients };
}

/** Round by round, because the machine of one round is the same for both. */
const ratios = (above: readonly number[] = [], below: readonly number[] = []) =>
  above.map((value, i) => value / (below[i] ?? Number.NaN));

function ratesTable(rates: Rates, variants: readonly string[]): string {
  const cases = [...groups()].flatMap((group) => variants.map((variant) => ({ ...group, variant })));
  const rows = cases.flatMap(({ account, clients, variant }) => {
    const values = rates.get(key({ account, clients, variant }));
    if (!values) return [];
    const share = ratios(values, rates.get(key({ account, clients, variant: MINIMUM })));
    const [low, high] = quartiles(share);
    const shown = variant === MINIMUM ? '' : `${percent(median(share))} (${percent(low)}–${percent(high)})`;
    return [[account, String(clients), variant, String(Math.round(median(values))), shown]];
  });
  return table(['', 'clients', '', 'postings/s', 'of the minimum (quartiles)'], rows);
}

function judge(rates: Rates): { passed: boolean; claim: string }[] {
  const of = (account: Case['account'], clients: number, variant: string) =>
    rates.get(key({ account, clients, variant }));
  const shares = CLIENTS.map((clients) => {
    const share = median(ratios(of('hot account', clients, LEDGER), of('hot account', clients, MINIMUM)));
    const claim = `hot account, ${clients} clients: ${percent(share)} of the minimum (at least ${percent(LEAST_SHARE)})`;
    return { passed: share >= LEAST_SHARE, claim };
  });
  const scaling = (['hot account', 'random pairs'] as const).map((account) => {
    const rounds = ratios(of(account, 32, LEDGER), of(account, 8, LEDGER));
    const ratio = median(rounds);
    const [low, high] = quartiles(rounds).map(percent);
    const claim = `${account}: 32 clients make ${percent(ratio)} of what 8 make (quartiles ${low}–${high}; no less, but for ${percent(NOISE)})`;
    return { passed: ratio >= 1 - NOISE, claim };
  });
  return [...shares, ...scaling];
}
