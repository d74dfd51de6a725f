import { setTimeout as pause } from 'node:timers/promises';
/**
 * A whole payout, from the customer's confirmation to the paid state that they read, less the time that the core took for its own
 * part. Ten payouts are under way at any time: with the next customer as soon as one is paid, and with a core that takes as long as
 * one does. The same without the core's thinking shows how many payouts a second the machine can do. See docs/bench.md.
 */
import { client, type Transport } from '@miaodai/http-api/client';
import { customerWire } from '@miaodai/http-api/wire';
import type { CustomerOperations } from '@miaodai/http-api';
import { tell } from '../journeys/kit/introduce.ts';
import { aDisbursementWorld, type DisbursementWorld, type Ready } from './disbursement-world.ts';
import { machine, median, table } from './measure.ts';

const CONCURRENT = Number(process.env['BENCH_CLIENTS'] ?? 10);
const PAYOUTS = Number(process.env['BENCH_PAYOUTS'] ?? 400);
const WARM_UP = 60;
const LIMIT_MS = 50;
/** What a core bank takes for a transfer. */
const CORE_MS = Number(process.env['BENCH_CORE_MS'] ?? 1_000);

type Sample = { totalMs: number; coreMs: number };

export async function run(): Promise<{ passed: boolean }> {
  const world = await aDisbursementWorld(2 * (WARM_UP + PAYOUTS));
  try {
    console.log(`${machine()}; durable commits; ${PAYOUTS} payouts, ${CONCURRENT} under way at any time\n`);
    const late = { kind: 'apply-then-late', ms: CORE_MS };
    const slowly = { system: 'core-banking', operation: 'transfer', times: 1_000_000, fault: late };
    await tell(world.controlUrl, 'PUT', '/faults', [slowly]);
    const own = await measure(world, `a core that takes ${CORE_MS} ms`);
    await tell(world.controlUrl, 'PUT', '/faults', []);
    await measure(world, 'a core that answers at once: as many as the machine can do');
    const passed = quantile(own, 0.99) <= LIMIT_MS;
    console.log(
      `${passed ? 'PASS' : 'FAIL'}  own part: p99 ≤ ${LIMIT_MS} ms with ${CONCURRENT} under way, core's time taken out`,
    );
    return { passed };
  } finally {
    await world.stop();
  }
}

async function measure(world: DisbursementWorld, title: string): Promise<number[]> {
  await payOutAll(world, world.ready.splice(0, WARM_UP));
  const began = performance.now();
  const samples = await payOutAll(world, world.ready.splice(0, PAYOUTS));
  const perSecond = (samples.length * 1000) / (performance.now() - began);
  const own = samples.map(({ totalMs, coreMs }) => totalMs - coreMs);
  const rows = [
    ['whole', ...quantiles(samples.map(({ totalMs }) => totalMs))],
    ['core', ...quantiles(samples.map(({ coreMs }) => coreMs))],
    ['own part', ...quantiles(own)],
  ];
  console.log(`${title}; ${perSecond.toFixed(0)} a second\n\n${table(['ms', 'p50', 'p90', 'p99'], rows)}\n`);
  return own;
}

async function payOutAll(world: DisbursementWorld, ready: readonly Ready[]): Promise<Sample[]> {
  const queue = [...ready];
  const samples: Sample[] = [];
  await Promise.all(
    Array.from({ length: CONCURRENT }, async (_, i) => {
      await pause((i * CORE_MS) / CONCURRENT);
      for (let next = queue.pop(); next; next = queue.pop()) samples.push(await payOut(world, next));
    }),
  );
  return samples;
}

async function payOut(
  { url, controlUrl }: DisbursementWorld,
  { cookie, contractId, accountNo }: Ready,
): Promise<Sample> {
  const send: Transport = (path, init) =>
    fetch(path, { ...init, headers: { ...(init.headers as Record<string, string>), cookie } });
  const api = client<CustomerOperations>(customerWire, url, send);
  const began = performance.now();
  const asked = await api.confirmDisbursement({ params: { contractId } });
  const params = { disbursementId: asked.disbursementId };
  let paid = asked;
  while (paid.state !== 'paid') paid = await api.readDisbursement({ params, query: { waitMs: 5_000 } });
  const totalMs = performance.now() - began;
  // Of the core only what it took by its own log: the way there and back counts as ours.
  const transferNo = `T${asked.disbursementId.replaceAll('-', '').slice(1)}`;
  const calls = await Promise.all(
    // The question after the account, and the transfer.
    [accountNo, transferNo].map((number) =>
      tell<{ tookMs: number | null }[]>(controlUrl, 'GET', `/calls?number=${number}`),
    ),
  );
  return { totalMs, coreMs: calls.flat().reduce((sum, { tookMs }) => sum + (tookMs ?? 0), 0) };
}

const quantiles = (values: readonly number[]): string[] => [
  median(values).toFixed(1),
  quantile(values, 0.9).toFixed(1),
  quantile(values, 0.99).toFixed(1),
];

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] as number;
