import { ApiProblem } from '@miaodai/http-api/client';
import type { Browser, Page } from 'playwright-core';
import { goOn, type Application } from '../bad-input/walk.ts';
import { until } from '../kit/borrower.ts';
import { applicationOf, type Bank, type Customer } from './bank.ts';
import { barriers, sidewaysScroll } from './look.ts';
import { aDevice, PC, PHONE } from './phone.ts';
import { closeSheet, type Stop } from './stops.ts';

export type Devices = { phone: Page; pc: Page };

/** What keeps people out on these pages and what can be opened there, on a phone and on a PC. */
export async function barriersOn(stops: readonly Stop[], devices: Devices, customer: Customer): Promise<string[]> {
  const found: string[] = [];
  for (const stop of stops) {
    if (stop.step) await bring(customer, stop.step);
    const [onPhone, onPc] = await Promise.all([lookByPhone(devices, stop, customer), lookByPc(devices, stop)]);
    found.push(...onPhone, ...onPc);
  }
  return found;
}

export async function devicesOf(browser: Browser, { url }: Bank, customer?: Customer): Promise<Devices> {
  const holder = customer ? { cookie: customer.cookie() } : {};
  // What moves would be looked at half-way, in colours that nobody reads.
  const still = { reducedMotion: 'reduce' } as const;
  return {
    phone: await aDevice(browser, url, { ...PHONE, ...still }, holder),
    pc: await aDevice(browser, url, { ...PC, ...still }, holder),
  };
}

/** Brings the application to a step, without a browser. */
async function bring(customer: Customer, step: Application['step']): Promise<void> {
  await until(step, async () => {
    const at = await applicationOf(customer);
    if (at.step === step) return at;
    if (at.step !== 'paying' && at.step !== 'signing') await goOn(customer.borrower, at).catch(unlessTooSoon);
    return undefined;
  });
}

/** The page has asked for a code, too, and the next one may be had a second later. */
function unlessTooSoon(cause: unknown): void {
  if (!(cause instanceof ApiProblem && cause.problem.code === 'too-many-requests')) throw cause;
}

async function lookByPhone({ phone }: Devices, stop: Stop, customer: Customer): Promise<string[]> {
  const where = `${stop.path} at ${stop.step ?? 'the door'}`;
  await phone.goto(stop.path);
  await phone.getByText(stop.ready).first().waitFor();
  const found = [...(await barriers(phone, where)), ...(await sidewaysScroll(phone, where, 320))];
  for (const [what, act] of Object.entries(stop.also ?? {})) {
    if (what !== 'behind its pop-up') await closeSheet(phone);
    await act(phone, customer);
    found.push(...(await barriers(phone, `${where} ${what}`)));
    found.push(...(await sidewaysScroll(phone, `${where} ${what}`, 320)));
  }
  return found;
}

/** A PC, and the same at 200 %, where the page is half as wide. */
async function lookByPc({ pc }: Devices, stop: Stop): Promise<string[]> {
  const where = `${stop.path} at ${stop.step ?? 'the door'} on a PC`;
  await pc.goto(stop.path);
  await pc.getByText(stop.ready).first().waitFor();
  return [...(await barriers(pc, where, ['normal'])), ...(await sidewaysScroll(pc, `${where} at 200 %`, 640))];
}
