import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiProblem } from '@miaodai/http-api/client';
import type { Browser, Page } from 'playwright-core';
import { goOn, walkTo, type Application } from '../bad-input/walk.ts';
import { until } from '../kit/borrower.ts';
import { Newcomer } from '../kit/newcomer.ts';
import { ACCOUNT, ACTIVATING, FACING, OPENING } from './account-stops.ts';
import { aBank, aNewcomer, applicationOf, type Bank, type Customer } from './bank.ts';
import { barriers, sidewaysScroll } from './look.ts';
import { aDevice, inBrowser, openBrowser, PC, PHONE } from './phone.ts';
import { BEFORE, closeSheet, LINE, MINE, type Stop } from './stops.ts';

test('nothing on any page keeps anybody out, whatever the look, and no page scrolls sideways', inBrowser, async (t) => {
  const browser = await openBrowser(t);
  const bank = await aBank(t);
  const customer = await bank.someone();
  const found: string[] = [];
  const visit = async (stops: readonly Stop[], devices: Devices) =>
    void found.push(...(await barriersOn(stops, devices, customer)));
  await visit(BEFORE, await devicesOf(browser, bank));
  await customer.borrower.signIn();
  await visit(MINE, await devicesOf(browser, bank, customer));
  await walkTo(customer.borrower, 'employee-information-agreement');
  await visit(LINE, await devicesOf(browser, bank, customer));
  assert.deepEqual(found, []);
});

test('nor on the pages of the account, from its opening on', inBrowser, async (t) => {
  const browser = await openBrowser(t);
  const bank = await aBank(t);
  const found: string[] = [];
  const visit = async (stops: readonly Stop[], customer: Customer) =>
    void found.push(...(await barriersOn(stops, await devicesOf(browser, bank, customer), customer)));
  const owner = await bank.someone();
  await owner.borrower.signIn();
  await visit(ACCOUNT, owner);
  const customer = await aNewcomer(bank, 3);
  await visit(OPENING, customer);
  const newcomer = new Newcomer(customer.borrower);
  await newcomer.confirmIdCard(bank.server.needs);
  await visit(FACING, customer);
  await newcomer.open();
  await newcomer.account();
  await visit(ACTIVATING, customer);
  assert.deepEqual(found, []);
});

type Devices = { phone: Page; pc: Page };

async function barriersOn(stops: readonly Stop[], devices: Devices, customer: Customer): Promise<string[]> {
  const found: string[] = [];
  for (const stop of stops) {
    if (stop.step) await bring(customer, stop.step);
    const [onPhone, onPc] = await Promise.all([lookByPhone(devices, stop, customer), lookByPc(devices, stop)]);
    found.push(...onPhone, ...onPc);
  }
  return found;
}

async function devicesOf(browser: Browser, { url }: Bank, customer?: Customer): Promise<Devices> {
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
    if (at.step !== 'paying') await goOn(customer.borrower, at).catch(unlessTooSoon);
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
