import { ApiProblem } from '@miaodai/http-api/client';
import type { Answer, CustomerOperations } from '@miaodai/http-api';
import { sql } from 'kysely';
import { businessDate } from '@miaodai/values';
import { movableClock } from '../../server/src/platform/clock.ts';
import type { Cleanup } from '../../server/test-kit/cleanup.ts';
import { Borrower } from '../kit/borrower.ts';
import { CookieJar } from '../kit/cookies.ts';
import { LOGIN_PASSWORD, type Person } from '../kit/persons.ts';
import { aWorld, serve, type World } from '../kit/world.ts';

/** Somebody on a device of their own. */
export class Visitor extends Borrower {
  readonly jar: CookieJar;

  constructor(url: string, controlUrl: string, person: Person, jar = new CookieJar()) {
    super(url, controlUrl, person, jar.carry());
    this.jar = jar;
  }

  get mobile() {
    return { mobile: this.person.mobile };
  }

  get login() {
    return { ...this.mobile, password: this.person.loginPassword };
  }

  async agreement() {
    const { version, textHash } = await this.api.readAgreement({ params: { kind: 'registration' } });
    return { version, textHash };
  }

  registrationCode(): Promise<string> {
    return this.codeFrom(() => this.api.requestRegistrationCode({ body: this.mobile }));
  }

  async register(smsCode?: string, password = LOGIN_PASSWORD): Promise<Answer<CustomerOperations['register']>> {
    const code = smsCode ?? (await this.registrationCode());
    return this.api.register({
      body: { ...this.mobile, smsCode: code, password, agreement: await this.agreement() },
    });
  }
}

/** A bank with a clock to move, and nobody known unless settled. */
export async function aBank(t: Cleanup, ...settled: Person[]) {
  const world = await aWorld(t);
  await world.settle(...settled);
  const clock = movableClock();
  const { url } = await serve(t, world, { clock });
  const visitor = (person: Person, jar?: CookieJar) => new Visitor(url, world.controlUrl, person, jar);
  return { world, clock, url, visitor };
}

/** The same with a second node at work on its database. */
export async function aBankOfTwo(t: Cleanup, ...settled: Person[]) {
  const bank = await aBank(t, ...settled);
  const { world, clock } = bank;
  const { url } = await serve(t, world, { clock });
  return {
    ...bank,
    onOtherNode: (person: Person, jar?: CookieJar) => new Visitor(url, world.controlUrl, person, jar),
  };
}

/** From today on. */
export async function set({ db }: World, name: string, value: unknown): Promise<void> {
  await sql`
    insert into settings.settings (name, effective_from, value)
    values (${name}, ${businessDate('2020-01-02')}, ${JSON.stringify(value)}::jsonb)`.execute(db);
}

/** 'done', or the code of the refusal with its words. */
export async function said(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
    return 'done';
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    const { code, detail } = error.problem;
    return detail === undefined ? code : `${code}: ${detail}`;
  }
}

export const otherThan = (code: string): string => (code === '111111' ? '222222' : '111111');
