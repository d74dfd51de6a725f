import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fen, type ContractId } from '@miaodai/values';
import type { Browser, Page } from 'playwright-core';
import { sealEvidence } from '../../server/src/lending/evidence/index.ts';
import { signedFileOf } from '../../server/src/lending/signing/index.ts';
import { until } from '../kit/borrower.ts';
import { demoStaff, hire } from '../kit/staff.ts';
import { aBank, type Bank } from './bank.ts';
import { atDesk, inOrder } from './desk.ts';
import { button, inBrowser, openBrowser, titled } from './phone.ts';

type Scene = { bank: Bank; browser: Browser; contractId: string };

test('contracts at the console', inBrowser, async (t) => {
  const browser = await openBrowser(t);
  const bank = await aBank(t);
  await hire(bank.world, demoStaff.manager, demoStaff.auditor, demoStaff.daqing, demoStaff.editor);
  const scene = { bank, browser, contractId: await paidOut(bank) };
  await t.test('a list, its contract, and the signed file in a tab of its own', () => signedFile(scene));
  await t.test('the evidence with its place in the chain, taken along as a zip', () => evidence(scene));
  await t.test('a file that somebody brings is judged', () => brought(scene));
  await t.test('of another branch there is nothing, and without the right no entry', () => elsewhere(scene));
});

async function paidOut({ someone, server }: Bank): Promise<string> {
  const { borrower } = await someone('王小明');
  const confirmed = await borrower.upToConfirm(fen(20_000_00));
  const asked = await borrower.confirm(confirmed);
  await until('the loan', async () => ((await borrower.outcome(asked)).loanId ? true : undefined));
  const contractId = confirmed.contractId ?? '';
  await sealEvidence(server.needs, { subject: contractId, completeIn: () => Promise.resolve() });
  return contractId;
}

async function signedFile({ browser, bank }: Scene): Promise<void> {
  const page = await atDesk(browser, bank.url, demoStaff.manager, '/console/contracts');
  await titled(page, '合同');
  const link = page.locator('a[data-row]');
  await link.waitFor();
  await inOrder(page, 'contracts');
  await page.getByLabel('合同编号').fill('没有');
  await page.keyboard.press('Enter');
  await link.waitFor();
  await page.getByLabel('合同编号').fill('HT00');
  await page.keyboard.press('Enter');
  await page.getByText('没有符合条件的记录').waitFor();
  await button(page, '清除条件，查看全部').click();
  await link.click();
  await page.getByRole('heading', { level: 1, name: /^合同 HT/ }).waitFor();
  await page.getByText('示例银行电子合同专用章').waitFor();
  await inOrder(page, 'contract');
  // Who may look at persons' data need not be who may take evidence along.
  assert.equal(await button(page, '导出证据包').count(), 0);
  const [tab] = await Promise.all([page.waitForEvent('popup'), button(page, '查看签署文件').click()]);
  await page.getByText('已打开，此次查看已记入操作日志').waitFor();
  assert.match(tab.url(), /^blob:/);
  await page.context().close();
}

async function evidence({ browser, bank, contractId }: Scene): Promise<void> {
  const page = await atDesk(browser, bank.url, demoStaff.auditor, `/console/contracts/${contractId}`);
  await page.getByText('第 1 环', { exact: true }).waitFor();
  await page.getByText('待盖外部时间戳').waitFor();
  assert.equal(await button(page, '查看签署文件').count(), 0);
  const [file] = await Promise.all([page.waitForEvent('download'), button(page, '导出证据包').click()]);
  assert.match(file.suggestedFilename(), /^证据包-HT\d{8}-\d{6}\.zip$/);
  assert.equal(
    readFileSync(await file.path())
      .subarray(0, 4)
      .toString('latin1'),
    'PK\x03\x04',
  );
  // To be taken along the chain was stamped.
  await page.getByText('已盖外部时间戳').waitFor();
  await inOrder(page, 'evidence');
  await page.context().close();
}

async function brought({ browser, bank, contractId }: Scene): Promise<void> {
  const page = await atDesk(browser, bank.url, demoStaff.editor, '/console/contracts/verify');
  await titled(page, '合同验真');
  const { db, vault } = bank.server.needs;
  const file = await signedFileOf(db, vault, contractId as ContractId);
  assert.ok(file);
  const choose = (name: string, buffer: Buffer) =>
    page.getByLabel('合同文件（PDF）').setInputFiles({ name, mimeType: 'application/pdf', buffer });
  await choose('合同.pdf', file.content);
  await verdict(page, '有效');
  await page.getByText(createHash('sha256').update(file.content).digest('hex')).waitFor();
  await inOrder(page, 'verify');
  const changed = Buffer.from(file.content);
  changed.writeUInt8(changed.readUInt8(3_000) ^ 1, 3_000);
  await choose('改动.pdf', changed);
  await verdict(page, '已被改动');
  await inOrder(page, 'verify changed');
  await choose('文字.pdf', Buffer.from('这不是 PDF'));
  await page
    .getByText(/不能读取|不是/)
    .first()
    .waitFor();
  await page.context().close();
}

const verdict = (page: Page, label: string): Promise<void> =>
  page.getByRole('region', { name: '核验结果' }).locator('.state', { hasText: label }).first().waitFor();

async function elsewhere({ browser, bank, contractId }: Scene): Promise<void> {
  const page = await atDesk(browser, bank.url, demoStaff.daqing, '/console/contracts');
  await page.getByText('还没有合同').waitFor();
  await page.goto(`/console/contracts/${contractId}`);
  await page.getByRole('alert').waitFor();
  await page.context().close();
  const editor = await atDesk(browser, bank.url, demoStaff.editor, '/console');
  await editor.getByRole('heading', { level: 1 }).waitFor();
  assert.equal(await editor.getByRole('link', { name: /^合同/ }).count(), 0);
  await editor.context().close();
}
