import assert from 'node:assert/strict';
import { test } from 'node:test';
import { walkTo } from '../bad-input/walk.ts';
import { aBank } from './bank.ts';
import { inBrowser, openBrowser } from './phone.ts';
import { BEFORE, LINE, MINE, type Stop } from './stops.ts';
import { barriersOn, devicesOf, type Devices } from './visit.ts';

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
