import { addSeconds, type Instant } from '@miaodai/values';
import { today } from './bank/calendar/index.ts';
import { readSettings, type Settings } from './bank/settings/index.ts';
import { forgetOldStaffSessions } from './bank/staff/index.ts';
import { forgetOldCodes, forgetOldNonces, forgetStrangers } from './customer/credentials/index.ts';
import { deleteDocumentsUntil } from './customer/documents/index.ts';
import { deleteEvidenceUntil, forgetChallenges } from './customer/face/index.ts';
import { deleteForgottenDevices, forgetOldSessions, forgetUnusedDevices } from './customer/identity/index.ts';
import { forgetOldUnzipCodes } from './lending/copies/index.ts';
import { forgetOldQuotes } from './lending/repayment/index.ts';
import type { Clock } from './platform/clock.ts';
import type { Db } from './platform/db/connect.ts';
import { forgetOldKeys } from './platform/idempotency.store.ts';
import { forgetOldRates } from './platform/rate-limit.store.ts';

type Days = {
  [Name in keyof Settings]: Settings[Name] extends number ? (Name extends `${string}Days` ? Name : never) : never;
}[keyof Settings];

/** Deletes what is of no use any more, some at a time, each in a commit of its own. @returns how many rows of each. */
export async function keepHouse({ db, clock }: { db: Db; clock: Clock }): Promise<Record<string, number>> {
  const now = clock.now();
  const is = await readSettings(db, await today(db));
  const ago = (setting: Days): Instant => addSeconds(now, -is[setting] * 86_400);
  return {
    keys: await forgetOldKeys(db, ago('idempotencyKeyDays')),
    rates: await forgetOldRates(db, ago('rateLimitDays')),
    nonces: await forgetOldNonces(db, now),
    codes: await forgetOldCodes(db, ago('smsCodeDays')),
    strangers: await forgetStrangers(db, ago('strangerTriesDays')),
    sessions: await forgetOldSessions(db, ago('sessionDays')),
    staffSessions: await forgetOldStaffSessions(db, ago('staffSessionDays')),
    // Not before the sessions: what is used is known by them.
    unusedDevices: await forgetUnusedDevices(db, ago('deviceUnusedDays'), now),
    devices: await deleteForgottenDevices(db, ago('deviceForgottenDays')),
    unzipCodes: await forgetOldUnzipCodes(db, ago('unzipCodeDays')),
    earlyQuotes: await forgetOldQuotes(db, ago('earlyQuoteDays')),
    documents: await deleteDocumentsUntil(db, now),
    pictures: await deleteEvidenceUntil(db, now),
    challenges: await forgetChallenges(db, ago('faceEvidenceDays')),
  };
}
