/**
 * Does a customer who looks at their loans notice that contracts are signed, ten under way at any time? The whole server, as in production:
 * the password is compared, the certificate issued, the paper set, signed, sealed, stamped, verified and kept; by authorities that take as
 * long as ones elsewhere do.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Transport } from '@miaodai/http-api/client';
import type { ContractId } from '@miaodai/values';
import { Borrower } from '../journeys/kit/borrower.ts';
import { tell } from '../journeys/kit/introduce.ts';
import { TRANSACTION_PASSWORD, type Person } from '../journeys/kit/persons.ts';
import { setPassword } from '../server/src/customer/credentials/index.ts';
import { passwordHasher } from '../server/src/platform/crypto/passwords.ts';
import {
  aBenchWorld,
  aCustomer,
  aReadyCustomer,
  decidedApplication,
  drawnUpContract,
  type Parts,
  type Ready,
} from './disbursement-world.ts';

const READERS = 2;
const AT_ONCE = 10;
const A_TURN = 80;
const QUIET_MS = 6_000;
/** What authorities elsewhere take; with ones that answer at once the machine is full, and what is measured is waiting for a processor. */
const CERTIFICATE_MS = Number(process.env['BENCH_CA_MS'] ?? 500);
const STAMP_MS = Number(process.env['BENCH_TSA_MS'] ?? 150);

type ToSign = { cookie: string; mobile: string; contractId: ContractId; textHash: string };
type World = { url: string; controlUrl: string };
export type Turn = { quiet: number[]; busy: number[]; signedMs: number[]; perSecond: number };

/** In turns on one server: quiet, then with contracts signed all the time. */
export async function besideReaders(turns: number): Promise<Turn[]> {
  const world = await aBenchWorld((parts) => someCustomers(parts, A_TURN * turns + AT_ONCE));
  try {
    const readers = world.ready.flatMap((one) => ('accountNo' in one ? [one] : []));
    const toSign = world.ready.flatMap((one) => ('textHash' in one ? [one] : []));
    for (const { cookie, contractId } of readers)
      await borrowerOf(world, { cookie }).api.confirmDisbursement({ params: { contractId } });
    const late = (ms: number) => ({ times: 1_000_000, fault: { kind: 'apply-then-late', ms } });
    await tell(world.controlUrl, 'PUT', '/faults', [
      { system: 'certificate-authority', operation: 'apply', ...late(CERTIFICATE_MS) },
      { system: 'time-stamp', operation: 'stamp', ...late(STAMP_MS) },
    ]);
    // The first ones load fonts and code; and the first reads are nobody's.
    await signAll(world, toSign.splice(0, AT_ONCE));
    await read(world, readers, AbortSignal.timeout(2_000));
    const all: Turn[] = [];
    while (all.length < turns) {
      const quiet = await read(world, readers, AbortSignal.timeout(QUIET_MS));
      const batch = await Promise.all(toSign.splice(0, A_TURN).map((one) => readyNow(world, one)));
      const done = new AbortController();
      const reading = read(world, readers, done.signal);
      const from = performance.now();
      const signedMs = await tenAtATime(batch);
      const perSecond = (signedMs.length * 1_000) / (performance.now() - from);
      done.abort();
      all.push({ quiet, busy: await reading, signedMs, perSecond });
    }
    return all;
  } finally {
    await world.stop();
  }
}

async function someCustomers(parts: Parts & { controlUrl: string }, count: number): Promise<(Ready | ToSign)[]> {
  const numbers = Array.from({ length: READERS + count }, (_, i) => `62316800${String(i).padStart(7, '0')}0`);
  const hash = await passwordHasher(() => parts.vault.derive('password-pepper')).hash(TRANSACTION_PASSWORD);
  const ready: (Ready | ToSign)[] = [];
  for (const [i, accountNo] of numbers.entries())
    ready.push(i < READERS ? await aReader(parts, i, accountNo) : await oneToSign(parts, i, accountNo, hash));
  return ready;
}

async function aReader(parts: Parts & { controlUrl: string }, i: number, accountNo: string): Promise<Ready> {
  const account = { accountNo, holderName: '测试', idNumber: '110101199003070011' };
  await tell(parts.controlUrl, 'POST', '/accounts', [account]);
  return aReadyCustomer(parts, i, accountNo);
}

async function oneToSign(parts: Parts, i: number, accountNo: string, hash: string): Promise<ToSign> {
  const { customerId, cookie, mobile } = await aCustomer(parts, i, accountNo);
  await setPassword(parts.db, customerId, 'transaction', hash);
  const applicationId = await decidedApplication(parts, customerId);
  const drawnUp = await parts.inTx((context) => drawnUpContract(context, parts.vault, { customerId, applicationId }));
  return { cookie, mobile, ...drawnUp };
}

function borrowerOf(
  { url, controlUrl }: World,
  { cookie, mobile = '' }: { cookie: string; mobile?: string },
): Borrower {
  const send: Transport = (path, init) =>
    fetch(path, { ...init, headers: { ...(init.headers as Record<string, string>), cookie } });
  return new Borrower(url, controlUrl, { mobile, transactionPassword: TRANSACTION_PASSWORD } as Person, send);
}

/** With the sealed password in hand. @returns how long it took from the agreement to the signed contract, in ms. */
async function readyNow(world: World, one: ToSign): Promise<() => Promise<number>> {
  const borrower = borrowerOf(world, one);
  const body = { textHash: one.textHash, transactionPassword: await borrower.sealPassword() };
  const params = { contractId: one.contractId };
  return async () => {
    const began = performance.now();
    let { signing } = await borrower.api.agreeContract({ params, body });
    while (signing?.state === 'requested')
      ({ signing } = await borrower.api.readContract({ params, query: { waitMs: 5_000 } }));
    if (signing?.state !== 'signed') throw new Error(`the signing is ${signing?.state}`);
    return performance.now() - began;
  };
}

const signAll = async (world: World, some: readonly ToSign[]): Promise<number[]> =>
  tenAtATime(await Promise.all(some.map((one) => readyNow(world, one))));

async function tenAtATime(batch: readonly (() => Promise<number>)[]): Promise<number[]> {
  const queue = [...batch];
  const took: number[] = [];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = queue.pop(); next; next = queue.pop()) took.push(await next());
    }),
  );
  return took;
}

/** Each reader asks, and asks again a moment after the answer. */
async function read({ url }: World, readers: readonly Ready[], until: AbortSignal): Promise<number[]> {
  const times: number[] = [];
  await Promise.all(
    readers.map(async ({ cookie }) => {
      while (!until.aborted) {
        const began = performance.now();
        const response = await fetch(`${url}/api/customer/loans`, { headers: { cookie } });
        await response.text();
        if (response.status !== 200) throw new Error(`a reader was answered ${response.status}`);
        times.push(performance.now() - began);
        await pause(5);
      }
    }),
  );
  return times;
}
