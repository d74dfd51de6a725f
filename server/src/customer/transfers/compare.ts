import { addDays, type BusinessDate } from '@miaodai/values';
import { v5 as uuidOf } from 'uuid';
import { today } from '../../bank/calendar/index.ts';
import { closeCase, openCase } from '../../bank/cases/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { intendedAmong } from '../../integrations/external-calls/index.ts';
import { done, type Outcome } from '../../integrations/outcome.ts';
import type { InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { compareLine, wordsOf, type DifferenceKind, type System } from './compare.rules.ts';
import { daysToCompare, doneLegsOf, insertDifference, legsBy, recordComparison } from './compare.store.ts';
import { readLines, type Journals } from './read-lines.ts';

type Needs = {
  db: Db;
  inTx: InTx;
  vault: Vault;
  /** Of these numbers, those that others here have given to the core, and compare themselves. */
  knownElsewhere(db: Db, requestNos: readonly string[]): Promise<Set<string>>;
} & Journals;
type Found = { kind: DifferenceKind; requestNo: string; serialNo: string };
type Compared = { lines: number; openLegs: number; differences: Found[] };

/** Legs of ours are read so many at a time. */
const CHUNK = 500;
/** So many cases of one day, and the next says that there are more: a journal that is wrong altogether would flood people. */
const MOST_DIFFERENCES = 200;
/** By it the day that could not be compared is known among cases. */
const DAYS = '5f6b1f0e-6d0c-4a1c-9a53-3c1d8a1f6a52';

/**
 * Job, by the clock: lays what the core and the card network have booked on days that are over beside our legs. Nothing moves by itself:
 * what differs becomes a case for a person, once. A day that they do not show is tried again, and becomes a case when it grows old.
 */
export async function compareTransfers(needs: Needs, job: Job): Promise<void> {
  const { db, inTx } = needs;
  const on = await today(db);
  const { compareDaysBack, compareLateDays } = await readSettings(db, on);
  for (const system of ['core-banking', 'card-network'] as const) {
    for (const day of await daysToCompare(db, system, { from: addDays(on, -compareDaysBack), before: on })) {
      const compared = await compareDay(needs, system, day);
      const isLate = day <= addDays(on, -compareLateDays);
      if (compared.is === 'done') await record(needs, system, day, compared.value);
      else if (isLate) await tellLate(needs, system, day, compared.is === 'unknown' ? compared.cause : compared.code);
    }
  }
  await inTx(({ tx }) => job.completeIn(tx));
}

async function compareDay(needs: Needs, system: System, on: BusinessDate): Promise<Outcome<Compared>> {
  const { db, vault } = needs;
  const seen = new Set<string>();
  const differences: Found[] = [];
  let openLegs = 0;
  const read = await readLines(needs, system, on, async (lines) => {
    const numbers = lines.map(({ requestNo }) => requestNo);
    const [legs, known, elsewhere] = await Promise.all([
      legsBy(db, vault, numbers),
      intendedAmong(db, system, numbers),
      system === 'core-banking' ? needs.knownElsewhere(db, numbers) : new Set<string>(),
    ]);
    for (const line of lines) {
      const { requestNo, serialNo } = line;
      const ours = {
        leg: legs.get(requestNo),
        isOther: known.has(requestNo) || elsewhere.has(requestNo),
        before: seen.has(requestNo),
      };
      seen.add(requestNo);
      const kind = compareLine(system, line, ours);
      if (kind === 'open') openLegs += 1;
      else if (kind) differences.push({ kind, requestNo, serialNo });
    }
  });
  if (read.is !== 'done') return read;
  differences.push(...(await missingThere(db, system, on, seen)));
  return done({ lines: read.value, openLegs, differences });
}

async function missingThere(db: Db, system: System, on: BusinessDate, seen: ReadonlySet<string>): Promise<Found[]> {
  const found: Found[] = [];
  for (let after = ''; ;) {
    const legs = await doneLegsOf(db, system, on, { after, limit: CHUNK });
    for (const leg of legs) if (!seen.has(leg.requestNo)) found.push({ kind: 'missing-there', ...leg });
    const last = legs.at(-1);
    if (!last || legs.length < CHUNK) return found;
    after = last.requestNo;
  }
}

const record = (
  { inTx }: Needs,
  system: System,
  on: BusinessDate,
  { lines, openLegs, differences }: Compared,
): Promise<void> =>
  inTx(async ({ tx, now }) => {
    const told = differences.slice(0, MOST_DIFFERENCES);
    if (differences.length > told.length) told.push({ kind: 'too-many', requestNo: '', serialNo: '' });
    for (const difference of told) {
      const id = await insertDifference(tx, { system, on, ...difference }, now);
      if (id) await openCase(tx, 'transfer-mismatch', id, wordsOf(system, on, difference), now);
    }
    await recordComparison(tx, { system, on, lines, openLegs }, now);
    await closeCase(tx, 'journal-not-compared', uuidOf(`${system}:${on}`, DAYS), now);
  });

const tellLate = ({ inTx }: Needs, system: System, on: BusinessDate, cause: string): Promise<void> =>
  inTx(async ({ tx, now }) => {
    const reason = `${on} ${system} 的流水一直没有取到，未能对账：${cause}`;
    await openCase(tx, 'journal-not-compared', uuidOf(`${system}:${on}`, DAYS), reason, now);
  });
