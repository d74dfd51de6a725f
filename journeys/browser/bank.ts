import assert from 'node:assert/strict';
import type { Answer, CustomerOperations } from '@miaodai/http-api';
import { sql } from 'kysely';
import { buildWeb } from '../../scripts/build-web.ts';
import { Borrower, until } from '../kit/borrower.ts';
import { CookieJar } from '../kit/cookies.ts';
import type { Db } from '../../server/src/platform/db/connect.ts';
import { Newcomer } from '../kit/newcomer.ts';
import { aPerson, type Person } from '../kit/persons.ts';
import type { Cleanup } from '../../server/test-kit/cleanup.ts';
import { aWorld, serve } from '../kit/world.ts';

export type Application = Answer<CustomerOperations['readApplication']>;

/** A customer whose session can be handed to a browser, so that a test begins where it gets interesting. */
export type Customer = { person: Person; borrower: Borrower; cookie(): string };
export type Bank = Awaited<ReturnType<typeof aBank>>;

/** A bank that serves its pages. Texts are read in a second, unless a test is about the reading. */
export async function aBank(t: Cleanup, readingSeconds = 1) {
  await buildWeb();
  const world = await aWorld(t);
  await shortenWaiting(world.db, readingSeconds);
  const server = await serve(t, world);
  let persons = 0;
  return {
    world,
    server,
    url: server.url,
    /** Somebody new. */
    async someone(name = '王小明', traits: Parameters<typeof aPerson>[2] = {}): Promise<Customer> {
      const person = aPerson((persons += 1), name, traits);
      await world.settle(person);
      // All of them come from one address, more often than the bank allows.
      await world.db.deleteFrom('platform.rate_limits').execute();
      const jar = new CookieJar();
      const borrower = new Borrower(server.url, world.controlUrl, person, jar.carry());
      return { person, borrower, cookie: () => jar.header };
    },
    /** How often the core has paid to this person. */
    async paidTo({ accountNo }: Person): Promise<number> {
      return (await world.transfersAtTheCore()).filter((line) => line.toAccountNo === accountNo).length;
    },
  };
}

/** A second until the next SMS code, too. Done as the owner: the server may never change what customers have agreed to. */
const shortenWaiting = (db: Db, seconds: number) =>
  db.transaction().execute(async (tx) => {
    await sql`set local role none`.execute(tx);
    await tx
      .updateTable('content.texts')
      .set({ reading_seconds: seconds })
      .where('reading_seconds', '>', seconds)
      .execute();
    await tx.updateTable('settings.settings').set({ value: '1' }).where('name', '=', 'smsCodeResendSeconds').execute();
  });

/** The newest code that the SMS gateway took for this person, read from its inbox; not the one that was there before. */
export function newestCode({ borrower }: Customer, before = ''): Promise<string> {
  return until('the SMS code', async () => {
    const [newest] = await borrower.texts();
    const code = /验证码 (\d{6})/.exec(newest?.text ?? '')?.[1];
    return code === before ? undefined : code;
  });
}

/** What the bank knows of the customer's application, asked with the session that is not the browser's. */
export async function applicationOf({ borrower }: Customer): Promise<Application> {
  const { application } = await borrower.api.currentApplication({});
  assert(application);
  return application;
}

/** Known to the bank by a mobile number only; the registry and the card network believe whom nobody has introduced. */
export async function aNewcomer({ url, world }: Bank, n: number): Promise<Customer> {
  const person = aPerson(7000 + n, '王小明');
  const jar = new CookieJar();
  const borrower = new Borrower(url, world.controlUrl, person, jar.carry());
  await new Newcomer(borrower).register();
  return { person, borrower, cookie: () => jar.header };
}
