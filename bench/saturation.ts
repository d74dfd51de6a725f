import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { cardOf, pictureOf } from '../journeys/kit/id-card.ts';
import { facesOf } from '../journeys/kit/moving-face.ts';
import { aDisbursementWorld, type DisbursementWorld, type Ready } from './disbursement-world.ts';
import { machine, median, table } from './measure.ts';

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const QUIET_MS = 10_000;
const BUSY_MS = 15_000;
const READERS = 2;
const SIGN_INS = 8;
const FACES = 6;
const CARDS = Number(process.env['BENCH_CARDS'] ?? 4);
const LIMIT = 3;

type Load = { signIns: number; faces: number; cards: number; turnedAway: number; other: Map<number, number> };
type Round = { quiet: number[]; busy: number[]; load: Load };

/**
 * Does a customer who looks at their loans notice that passwords are hashed, faces looked at and identity cards read all the time? The
 * same readers, quiet and with all three kinds of work at saturation, in turns on one server. See docs/bench.md.
 */
export async function run(): Promise<{ passed: boolean }> {
  const changed = { faceChecksPerDay: 100, idImagesPerDay: 100, faceWithoutReference: 'enrol' } as const;
  const [face] = await facesOf('anna');
  const picture = await pictureOf(cardOf({ name: '王小明', idNumber: '110101198102030111' }), 'front');
  // Behind a proxy every sign-in may come from an address of its own: the limit for each address would end the load otherwise.
  const env = { BEHIND_TLS_PROXY: 'true', FACE_ENGINE: 'local' };
  const world = await aDisbursementWorld(READERS + FACES + CARDS, { changed, env });
  try {
    const readers = world.ready.slice(0, READERS);
    const shown = world.ready.slice(READERS, READERS + FACES);
    const uploading = world.ready.slice(READERS + FACES);
    for (const one of readers) await ask(world, one, 'POST', `/api/customer/contracts/${one.contractId}/disbursement`);
    // The first face loads the nets; and the first reads are nobody's.
    const warm = newLoad();
    for (const one of shown.slice(0, 1)) await showFace(world, one, face, warm);
    for (const one of uploading.slice(0, 1)) await showCard(world, one, picture, warm);
    if (warm.other.size > 0) throw new Error(`the load was answered ${[...warm.other.keys()].join()}`);
    await read(world, readers, 3_000);

    const rounds: Round[] = [];
    for (let i = 0; i < ROUNDS; i += 1) {
      const quiet = await read(world, readers, QUIET_MS);
      const load = newLoad();
      const stopping = new AbortController();
      const working = Promise.all([
        signIns(world, load, stopping.signal),
        again(shown, (one) => showFace(world, one, face, load), stopping.signal),
        again(uploading, (one) => showCard(world, one, picture, load), stopping.signal),
      ]);
      await pause(1_000);
      const busy = await read(world, readers, BUSY_MS);
      stopping.abort();
      await working;
      rounds.push({ quiet, busy, load });
    }
    return report(rounds);
  } finally {
    await world.stop();
  }
}

function report(rounds: Round[]): { passed: boolean } {
  const ms = (values: number[], q: number) => quantile(values, q).toFixed(1);
  const ratios = rounds.map(({ quiet, busy }) => quantile(busy, 0.99) / quantile(quiet, 0.99));
  console.log(
    `${machine()}; ${READERS} readers, ${SIGN_INS} sign-ins, ${FACES} faces and ${CARDS} cards under way at any time\n`,
  );
  console.log(
    table(
      [
        'round',
        'quiet p50',
        'quiet p99',
        'busy p50',
        'busy p99',
        'p99 ratio',
        'reads',
        'sign-ins/s',
        'faces/s',
        'cards/s',
        'turned away',
      ],
      rounds.map(({ quiet, busy, load }, i) => [
        ...[String(i + 1), ms(quiet, 0.5), ms(quiet, 0.99), ms(busy, 0.5), ms(busy, 0.99)],
        ...[`${ratios[i]?.toFixed(2)}`, String(quiet.length + busy.length)],
        ...[perSecond(load.signIns), perSecond(load.faces), perSecond(load.cards), String(load.turnedAway)],
      ]),
    ),
  );
  const others = rounds.flatMap(({ load }) => [...load.other]);
  if (others.length > 0) console.log(`\nother answers: ${others.map(([status, n]) => `${status} × ${n}`).join(', ')}`);
  const ratio = median(ratios);
  const passed = ratio <= LIMIT && others.length === 0;
  console.log(
    `\n${passed ? 'PASS' : 'FAIL'}  p99 of reads under saturation ÷ quiet: median ${ratio.toFixed(2)}, limit ${LIMIT}`,
  );
  return { passed };
}

const newLoad = (): Load => ({ signIns: 0, faces: 0, cards: 0, turnedAway: 0, other: new Map() });
const perSecond = (n: number): string => ((n * 1_000) / (BUSY_MS + 1_000)).toFixed(1);
const quantile = (values: number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? Number.NaN;

/** Each reader asks, and asks again a moment after the answer. */
async function read(world: DisbursementWorld, readers: Ready[], forMs: number): Promise<number[]> {
  const times: number[] = [];
  const end = performance.now() + forMs;
  await Promise.all(
    readers.map(async (reader) => {
      while (performance.now() < end) {
        const began = performance.now();
        const { status, text } = await ask(world, reader, 'GET', '/api/customer/loans');
        if (status !== 200) throw new Error(`a reader was answered ${status} ${text}`);
        times.push(performance.now() - began);
        await pause(5);
      }
    }),
  );
  return times;
}

/** Strangers who guess: each costs a whole password hash. */
async function signIns(world: DisbursementWorld, load: Load, signal: AbortSignal): Promise<void> {
  await Promise.all(
    Array.from({ length: SIGN_INS }, async () => {
      while (!signal.aborted) {
        const response = await fetch(`${world.url}/api/customer/sessions`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-forwarded-for': anAddress() },
          body: JSON.stringify({
            mobile: `139${String(randomInt(100_000_000)).padStart(8, '0')}`,
            password: 'wrong-1234',
          }),
        });
        await response.text();
        if (response.status === 401) load.signIns += 1;
        else count(load, response.status);
      }
    }),
  );
}

/** Each customer does it again as soon as it is answered. */
async function again(customers: Ready[], work: (one: Ready) => Promise<void>, signal: AbortSignal): Promise<void> {
  await Promise.all(
    customers.map(async (one) => {
      while (!signal.aborted) await work(one);
    }),
  );
}

/** One side of an identity card, photographed well. */
async function showCard(world: DisbursementWorld, one: Ready, image: string, load: Load): Promise<void> {
  const { status } = await ask(world, one, 'PUT', '/api/customer/id-documents/front', { image });
  if (status === 200 || status === 201) load.cards += 1;
  else await refused(load, status);
}

/** Overloaded is what may be said; the customer comes again. */
async function refused(load: Load, status: number): Promise<void> {
  if (status !== 503) return count(load, status);
  load.turnedAway += 1;
  await pause(200);
}

type Face = Awaited<ReturnType<typeof facesOf<['anna']>>>[0];

async function showFace(world: DisbursementWorld, one: Ready, face: Face, load: Load): Promise<void> {
  const started = await ask(world, one, 'POST', '/api/customer/face-attempts', { purpose: 'open-account' });
  if (started.status !== 201) return count(load, started.status);
  const attempt = JSON.parse(started.text) as Parameters<Face>[0];
  const { text } = await ask(world, one, 'GET', '/api/customer/agreements/face-check');
  const { version, textHash } = JSON.parse(text) as { version: string; textHash: string };
  const body = { consent: { version, textHash }, ...(await face(attempt)) };
  const { status } = await ask(world, one, 'POST', `/api/customer/face-attempts/${attempt.attemptId}/frames`, body);
  if (status === 200) load.faces += 1;
  else await refused(load, status);
}

async function ask(world: DisbursementWorld, { cookie }: Ready, method: string, path: string, body?: unknown) {
  const response = await fetch(world.url + path, {
    method,
    headers: {
      cookie,
      'x-forwarded-for': anAddress(),
      ...(method === 'GET' ? {} : { 'idempotency-key': randomUUID() }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

function count(load: Load, status: number): void {
  load.other.set(status, (load.other.get(status) ?? 0) + 1);
}

const anAddress = (): string => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;
