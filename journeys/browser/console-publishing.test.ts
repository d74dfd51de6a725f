import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { root } from '../../scripts/root.ts';
import { until } from '../kit/borrower.ts';
import { demoStaff, hire } from '../kit/staff.ts';
import { aBank, type Bank } from './bank.ts';
import { atDesk, inOrder } from './desk.ts';
import { button, inBrowser, openBrowser, sheet, titled } from './phone.ts';

type Scene = { bank: Bank; browser: Browser; editor: Page; publisher: Page };

test('what one writes another publishes, at the console', inBrowser, async (t) => {
  const browser = await openBrowser(t);
  const bank = await aBank(t);
  const { editor, publisher, riskEditor, riskPublisher } = demoStaff;
  await hire(bank.world, editor, publisher, riskEditor, riskPublisher);
  const open = (who: Parameters<typeof atDesk>[2], path: string) => atDesk(browser, bank.url, who, path);
  const scene = {
    ...{ bank, browser },
    editor: await open(editor, '/console/texts'),
    publisher: await open(publisher, '/console/texts'),
  };
  await t.test('a text is written with a preview, its gaps told beside it, and left only after a question', () =>
    writes(scene),
  );
  await t.test('what is agreed to opens as its paper, in a tab of its own; what is wrong is told instead', () =>
    opensAsPaper(scene),
  );
  await t.test('who wrote it cannot publish; the other sees what changes, and does', () => publishes(scene));
  await t.test('a roster with bad lines is told line by line; a good one goes to the second person', () =>
    importsRoster(scene),
  );
  await t.test('a model is checked by line, compared and back-tested before another publishes it', async () => {
    await decided(bank);
    await model({
      ...scene,
      editor: await open(riskEditor, '/console/models'),
      publisher: await open(riskPublisher, '/console/models'),
    });
  });
});

const BODY = '短信内容';

async function writes({ editor: page }: Scene): Promise<void> {
  await titled(page, '协议与文案');
  await inOrder(page, 'texts');
  await page.getByLabel('名称或代码').fill('sms:declined');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: '审批未通过' }).click();
  await titled(page, '审批未通过');
  await page.getByRole('link', { name: '起草新版本' }).click();
  await titled(page, '起草新版本');
  const body = page.getByLabel(BODY);
  await body.fill('【秒贷】很抱歉，申请没有通过，{{why}}。');
  await page.getByText('必须，还没有写').waitFor();
  await page.getByLabel('修改说明（复核人会看到）').fill('措辞更明白');
  await button(page, '保存草稿').click();
  await page.getByText('第 1 段：不认识的填充项 {{why}}').waitFor();
  await page.getByText('缺少必须的填充项 {{product}}（产品名称）').waitFor();
  await inOrder(page, 'text with faults');

  await page
    .getByRole('link', { name: '决策模型' })
    .or(page.getByRole('link', { name: '单位与白名单' }))
    .first()
    .click();
  await button(sheet(page, '离开前保存吗？'), '留在页面').click();
  await body.fill('【秒贷】很抱歉，您的申请没有通过，原因请登录直销银行查看。');
  await body.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(10, 10));
  await button(page, /^产品名称/).click();
  assert.match(await body.inputValue(), /您的?\{\{product\}\}/);
  await button(page, '保存草稿').click();
  await page.getByText('与现行版本比较').waitFor();
  await page.locator('ins').first().waitFor();
  await inOrder(page, 'text draft');
  await button(page, '提交复核').click();
  await button(sheet(page, '提交复核？'), '提 交')
    .or(button(sheet(page, '提交复核？'), '提交'))
    .click();
  await page.getByText('您没有复核权限，须由复核岗办理。').waitFor();
}

async function opensAsPaper({ editor: page }: Scene): Promise<void> {
  await page.goto('/console/texts/sms:declined');
  await titled(page, '审批未通过');
  assert.equal(await button(page, '预览 PDF').count(), 0, 'a text message is no paper');
  await page.goto('/console/texts/use-of-funds');
  await titled(page, '贷款用途声明书');
  await inOrder(page, 'text with a paper');
  const opens = async () => {
    const [tab] = await Promise.all([page.waitForEvent('popup'), button(page, '预览 PDF').click()]);
    return tab;
  };
  const tab = await opens();
  await until('the paper in the tab', async () => (tab.url().startsWith('blob:') ? true : undefined));
  await tab.close();
  await page.getByRole('link', { name: '起草新版本' }).click();
  const body = page.getByLabel(/^正文/);
  const written = await body.inputValue();
  await body.fill('用于 {{nothing}}。');
  const closed = await opens();
  await page.getByText(/不认识的填充项 \{\{nothing\}\}/).waitFor();
  await until('the tab to be closed again', async () => (closed.isClosed() ? true : undefined));
  await inOrder(page, 'text with a paper that cannot be set');
  // As it was: nothing is left to be saved.
  await body.fill(written);
}

async function publishes({ publisher: page }: Scene): Promise<void> {
  await page.goto('/console/texts?under=submitted');
  await page.getByRole('link', { name: '审批未通过' }).click();
  await page.getByText('措辞更明白').waitFor();
  await inOrder(page, 'text to publish');
  await button(page, '复核发布').click();
  await button(page.getByRole('dialog'), '确认发布').click();
  await page.getByText('已发布').first().waitFor();
  await page.getByText(/谢芳/).first().waitFor();
}

async function importsRoster({ editor, publisher }: Scene): Promise<void> {
  await editor.goto('/console/employers');
  await titled(editor, '单位与白名单');
  await editor
    .getByRole('region', { name: '单位' })
    .or(editor.getByLabel('单位', { exact: true }))
    .first()
    .waitFor();
  await inOrder(editor, 'employers');
  await editor.getByRole('link', { name: '导入名册' }).click();
  await titled(editor, '导入名册');
  const header = '单位代码,单位名称,等级,服务分行,白名单起,白名单止';
  const upload = (text: string) =>
    editor
      .getByLabel('名册文件（CSV）')
      .setInputFiles({ name: '名册.csv', mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${header}\n${text}\n`) });
  await upload('KS01,大庆炼化,D,DQ01,,\nKS02,北京研究院,A,没有的分行,2026-13-01,');
  await editor.getByLabel('变更说明（复核人会看到）').fill('年度调整');
  await button(editor, '检查并存为草稿').click();
  const bad = editor.getByRole('region', { name: '有误的行' });
  await bad.waitFor();
  for (const words of ['等级', '服务分行', '白名单起']) await bad.getByText(words).first().waitFor();
  await inOrder(editor, 'roster with bad lines');
  await upload('KS01,大庆炼化,A,DQ01,2026-01-01,\nKS02,北京研究院,B,BJ01,2026-01-01,2027-12-31');
  await button(editor, '检查并存为草稿').click();
  await editor.getByRole('heading', { name: /^名册 \d+ 版$/ }).waitFor();
  await inOrder(editor, 'roster draft');
  await button(editor, '提交复核').click();
  await button(sheet(editor, '提交复核？'), '提交').click();
  await editor.getByText('您没有复核权限，须由复核岗办理。').waitFor();
  await publisher.goto(new URL(editor.url()).pathname);
  await button(publisher, '复核发布').click();
  await inOrder(publisher, 'roster to publish');
  await button(publisher.getByRole('dialog'), '确认发布').click();
  await publisher.getByText('这就是现行名册。').waitFor();
}

/** One decision that a model can be tested on. */
async function decided(bank: Bank): Promise<void> {
  const { borrower } = await bank.someone('李婷');
  await borrower.signIn();
  const agreed = await borrower.agree(
    await borrower.agree(await borrower.start(), 'employee-information'),
    'credit-report',
  );
  await borrower.untilDecided(
    await borrower.submit(await borrower.fillIn(await borrower.identify(await borrower.showFace(agreed)))),
  );
}

async function model({ editor, publisher }: Scene): Promise<void> {
  await titled(editor, '决策模型');
  await inOrder(editor, 'models');
  await editor.getByRole('link', { name: '上传新版本' }).click();
  const text = readFileSync(join(root, 'server/src/seed/models/default.json'), 'utf8');
  const upload = (content: string) =>
    editor
      .getByLabel('模型文件（JSON）')
      .setInputFiles({ name: '模型.json', mimeType: 'application/json', buffer: Buffer.from(content) });
  await upload(text.replace('applicant.monthlyIncomeFen * 0.55', 'applicant.noSuchFact * 0.55'));
  await editor.getByLabel('变更说明（复核人会看到）').fill('收紧负债收入比');
  await button(editor, '检查并存为草稿').click();
  await editor.getByRole('region', { name: '有误的行' }).waitFor();
  await inOrder(editor, 'model with faults');
  await upload(text.replace('applicant.monthlyIncomeFen * 0.55', 'applicant.monthlyIncomeFen * 0.1'));
  await button(editor, '检查并存为草稿').click();
  await titled(editor, '决策模型 2 版');
  await editor.locator('del', { hasText: '0.55' }).waitFor();
  await button(editor, '开始回溯测试').click();
  await editor.getByRole('heading', { name: /结果变化的申请/ }).waitFor();
  await inOrder(editor, 'model draft');
  await button(editor, '提交复核').click();
  await button(sheet(editor, '提交复核？'), '提交').click();
  await editor.getByText('您没有复核权限，须由复核岗办理。').waitFor();
  await publisher.goto(new URL(editor.url()).pathname);
  await publisher.getByText('收紧负债收入比').waitFor();
  await button(publisher, '复核发布').click();
  await button(publisher.getByRole('dialog'), '确认发布').click();
  await publisher.getByText('这就是现行版本。').waitFor();
  await inOrder(publisher, 'model published');
}
