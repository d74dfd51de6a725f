import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Newcomer } from '../kit/newcomer.ts';
import { ACCOUNT, ACTIVATING, FACING, OPENING } from './account-stops.ts';
import { aBank, aNewcomer, type Customer } from './bank.ts';
import { inBrowser, openBrowser } from './phone.ts';
import type { Stop } from './stops.ts';
import { barriersOn, devicesOf } from './visit.ts';

test('nothing on the pages of the account keeps anybody out, from its opening on', inBrowser, async (t) => {
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
