import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { walkTo } from '../bad-input/walk.ts';
import { until } from '../kit/borrower.ts';
import { tell } from '../kit/introduce.ts';
import { aBank, applicationOf, type Bank, type Customer } from './bank.ts';
import { barriers } from './look.ts';
import { aDevice, button, fact, inBrowser, openBrowser, photograph, PHONE, sheet } from './phone.ts';
import { tapDigits, titled, type } from './phone.ts';

type Scene = { bank: Bank; customer: Customer; page: Page; path: string };

test('a signed contract is read, kept, sent and checked by whoever holds it', inBrowser, async (t) => {
  const browser = await openBrowser(t);
  const bank = await aBank(t);
  const customer = await bank.someone('王小明');
  await walkTo(customer.borrower, 'confirm');
  const { contractId } = await applicationOf(customer);
  const page = await aDevice(browser, bank.url, { ...PHONE, reducedMotion: 'reduce' }, { cookie: customer.cookie() });
  const scene = { bank, customer, page, path: `/contracts/${contractId}` };
  let file = Buffer.alloc(0);
  await t.test(
    'its signers, their certificates and its hash stand beside it, and the file is the one they signed',
    async () => {
      file = await readAndKeep(scene);
    },
  );
  await t.test('it opens in a tab of its own', () => openInTab(scene));
  await t.test('a wrong address is told before a password is asked for', () => wrongAddress(scene));
  await t.test(
    'a wrong password sends nothing and says how many tries are left; the right one sends, and the code is shown',
    () => sendByEmail(scene),
  );
  await t.test('a mail that comes back is seen on the page, with why and how to try again', () => bounced(scene));
  await t.test(
    'anybody may ask whether a file is genuine: it is, a byte changed is seen, and what is no PDF is said',
    async () => {
      const visitor = await aDevice(browser, bank.url, { ...PHONE, reducedMotion: 'reduce' });
      await verify(visitor, file, await numberOf(scene));
    },
  );
});

const numberOf = async ({ customer }: Scene): Promise<string> => {
  const { contractId } = await applicationOf(customer);
  return (await customer.borrower.api.readContract({ params: { contractId: contractId ?? '' }, query: {} })).contractNo;
};

async function readAndKeep({ customer, page, path }: Scene): Promise<Buffer<ArrayBuffer>> {
  await page.goto('/apply');
  await titled(page, '确认放款');
  await page.getByRole('link', { name: '查看合同' }).click();
  await page.waitForURL(`**${path}**`);
  await page.getByText('已签署').waitFor();
  const [mine, banks] = await page.locator('.signature').all();
  assert.ok(mine && banks);
  assert.match(await mine.innerText(), /借款人/);
  assert.match(await banks.innerText(), /贷款人/);
  for (const signature of [mine, banks]) {
    assert.match(await fact(signature, '签署时间'), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    assert.notEqual(await fact(signature, '证书编号'), '');
  }
  const [waiting] = await Promise.all([page.waitForEvent('download'), button(page, /^保存到本机/).click()]);
  assert.match(waiting.suggestedFilename(), /\.pdf$/);
  assert.doesNotMatch(waiting.suggestedFilename(), new RegExp(customer.person.name), 'no name in the name of a file');
  const file = await readFile(await waiting.path());
  assert.equal(file.subarray(0, 5).toString('latin1'), '%PDF-');
  const shown = await page.locator('.fingerprint .copyable').innerText();
  assert.equal(createHash('sha256').update(file).digest('hex'), /[0-9a-f]{64}/.exec(shown)?.[0]);
  await photograph(page, 'contract-1');
  await page.getByRole('link', { name: '返回' }).click();
  await titled(page, '确认放款');
  return file;
}

async function openInTab({ page, path }: Scene): Promise<void> {
  await page.goto(path);
  const [tab] = await Promise.all([page.waitForEvent('popup'), button(page, '打开合同 PDF').click()]);
  await until('the file in the tab', async () => (tab.url().startsWith('blob:') ? true : undefined));
  await tab.close();
}

async function wrongAddress({ page, path }: Scene): Promise<void> {
  await page.goto(path);
  await page.getByRole('link', { name: '下载到邮箱' }).click();
  await page.getByText('还没有发送过').waitFor();
  await page.getByText('请您留意').waitFor();
  await type(page, '电子邮箱', 'wang@example');
  await page.keyboard.press('Tab');
  await page.getByText('请输入正确的电子邮箱').waitFor();
  await button(page, '输入交易密码并发送').click();
  assert.equal(await page.getByRole('dialog').count(), 0);
  assert.ok(await page.getByLabel('电子邮箱').evaluate((field) => field === document.activeElement));
  // What is right clears the error at once; the usual mailboxes spare the typing.
  await page.getByLabel('电子邮箱').fill('wang@1');
  await button(page, '@163.com').click();
  assert.equal(await page.getByLabel('电子邮箱').inputValue(), 'wang@163.com');
  assert.equal(await page.getByText('请输入正确的电子邮箱').count(), 0);
  await photograph(page, 'contract-2-email');
}

const WRONG = '111112';

async function sendByEmail({ bank, customer, page }: Scene): Promise<void> {
  const { transactionPassword } = customer.person;
  assert.notEqual(transactionPassword, WRONG);
  await page.getByLabel('电子邮箱').fill('wang@example.com');
  // Enter in the field is the button's tap; Esc takes the keypad away and gives the focus back.
  await page.getByLabel('电子邮箱').press('Enter');
  const keypad = sheet(page, '输入交易密码，发送合同');
  await keypad.getByText('wang@example.com').waitFor();
  await page.keyboard.press('Escape');
  await keypad.waitFor({ state: 'detached' });
  assert.ok(await page.getByLabel('电子邮箱').evaluate((field) => field === document.activeElement));
  await page.keyboard.press('Enter');
  await tapDigits(page, WRONG);
  await keypad.getByText(/交易密码不正确/).waitFor();
  await keypad.getByText(/还可以尝试 \d 次/).waitFor();
  await photograph(page, 'contract-3-wrong');
  assert.equal((await mails(bank, 'wang@example.com')).length, 0, 'a wrong password sends nothing');
  assert.equal(await page.locator('.copies li').count(), 0, 'and leaves no record');
  await tapDigits(page, transactionPassword);
  await keypad.waitFor({ state: 'detached' });
  const record = page.locator('.copies li').first();
  await record.getByText('已发送').waitFor();
  assert.match(await record.innerText(), /w\*+@example\.com/);
  await button(record, '查看解压码').click();
  const code = await record.locator('.unzip-code b').innerText();
  assert.match(code, /^\S{8,}$/);
  const [mail] = await mails(bank, 'wang@example.com');
  assert.ok(mail);
  assert.doesNotMatch(JSON.stringify(mail), new RegExp(code), 'the code never goes the way of the file');
  await photograph(page, 'contract-4-sent');
  assert.deepEqual(await barriers(page, 'sent'), []);
  await button(record, '隐藏').click();
  await button(record, '查看解压码').waitFor();
}

async function bounced({ customer, page }: Scene): Promise<void> {
  await type(page, '电子邮箱', 'nobody@example.com');
  await button(page, '输入交易密码并发送').click();
  await tapDigits(page, customer.person.transactionPassword);
  const record = page.locator('.copies li').first();
  await record.getByText('被退回').waitFor();
  assert.equal(await button(record, '查看解压码').count(), 0, 'nobody has the file that it would open');
  await photograph(page, 'contract-5-bounced');
  assert.deepEqual(await barriers(page, 'bounced'), []);
  await button(record, '核对邮箱，重新发送').click();
  assert.ok(await page.getByLabel('电子邮箱').evaluate((field) => field === document.activeElement));
}

const mails = (bank: Bank, address: string): Promise<object[]> =>
  tell(bank.world.controlUrl, 'GET', `/mail/messages?address=${encodeURIComponent(address)}`);

async function verify(page: Page, file: Buffer, contractNo: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('link', { name: '合同验真' }).click();
  await page.getByText('文件只用来核对，不会被保存').waitFor();
  const give = (name: string, buffer: Buffer, mimeType = 'application/pdf') =>
    page.getByLabel('选择合同 PDF').setInputFiles({ name, mimeType, buffer });
  const verdict = (title: string) => page.getByRole('heading', { name: `核对结果：${title}` }).waitFor();

  await give('合同.pdf', file);
  await verdict('有效');
  assert.equal(await fact(page, '合同编号'), contractNo);
  await page.getByText('与本行签署的合同原件逐字节一致').waitFor();
  assert.doesNotMatch(await page.locator('main').innerText(), /王小明/, 'a stranger is told no whole name');
  assert.equal(await page.getByText('所签内容没有被改动').count(), 2);
  assert.equal(await page.getByText('签名覆盖整个文件', { exact: true }).count(), 1);
  await photograph(page, 'contract-6-valid');
  assert.deepEqual(await barriers(page, 'valid'), []);

  await give('合同.pdf', withOneByteChanged(file));
  await verdict('已被改动');
  assert.ok((await page.getByText('所签内容已被改动').count()) > 0);
  await photograph(page, 'contract-7-changed');
  assert.deepEqual(await barriers(page, 'changed'), []);

  await give('合同.pdf', Buffer.from('这不是合同'));
  await verdict('不能读取');
  await give('说明.txt', Buffer.from('这不是合同'), 'text/plain');
  await page.getByText('请选择 PDF 文件').waitFor();
  assert.equal(await page.getByText('核对结果').count(), 0, 'an old answer does not stand beside a new question');
}

/** In the paper itself, which both signatures cover. */
function withOneByteChanged(file: Buffer): Buffer {
  const changed = Buffer.from(file);
  const at = changed.indexOf('stream') + 40;
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}
