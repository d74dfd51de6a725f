import type { Page } from 'playwright-core';
import type { Step } from '../bad-input/walk.ts';
import { newestCode, type Customer } from './bank.ts';
import { button, sheet, tapDigits, type } from './phone.ts';

/** A page of the line, and what can be opened or go wrong on it: one after the other, a sheet closed before the next. */
export type Stop = {
  path: string;
  /** It is whole when this text is there. */
  ready: string;
  /** Where the application stands, for a page of it. */
  step?: Step;
  also?: Readonly<Record<string, (page: Page, customer: Customer) => Promise<unknown>>>;
};

export const BEFORE: readonly Stop[] = [
  { path: '/', ready: '最高可申请' },
  { path: '/sign-in', ready: '登录密码', also: { 'with errors': press('登录') } },
  { path: '/loan', ready: '贷款要点' },
  { path: '/register', ready: '设置登录密码', also: { 'with errors': press('注册并登录'), 'with its text': readText } },
  { path: '/forgotten-password', ready: '新的登录密码', also: { 'with errors': press('重置登录密码') } },
  { path: '/gates/apply', ready: '新用户注册' },
  { path: '/product', ready: '利息合计', also: { 'with a schedule': open('查看还款计划', '还款计划（试算）') } },
  { path: '/calculator', ready: '每月应还', also: { 'with another way of repaying': chooseMethod } },
  { path: '/estimate', ready: '您和您的借款', also: { 'with errors': press('估算额度'), 'with an answer': estimate } },
  {
    ...{ path: '/verify', ready: '这份合同是真的吗' },
    also: {
      'with a file that is no PDF': chooseFile('a.txt', '请选择 PDF 文件'),
      'with a PDF that is none': chooseFile('a.pdf', '再查一份'),
    },
  },
  { path: '/nowhere', ready: '没有找到您要的页面' },
];

const SECURITY = '/mine/security';

/** What is everybody's own, at whatever step. */
export const MINE: readonly Stop[] = [
  { path: '/mine', ready: '显示设置' },
  { path: '/messages', ready: '还没有消息' },
  { path: SECURITY, ready: '最近的安全记录' },
  { path: `${SECURITY}/mobile`, ready: '现在的手机号', also: { 'with errors': press('输入交易密码并更换') } },
  { path: `${SECURITY}/login-password`, ready: '原登录密码', also: { 'with errors': press('确认修改') } },
  {
    ...{ path: `${SECURITY}/transaction-password`, ready: '忘记交易密码' },
    also: { 'with the keypad': open('修改交易密码', '请输入原交易密码'), 'with two keypads': setPassword },
  },
  { path: `${SECURITY}/forgotten-transaction-password`, ready: '确认是您本人' },
  { path: `${SECURITY}/devices`, ready: '本机' },
  { path: '/mine/privacy', ready: '导出个人信息' },
  { path: '/mine/privacy/consents', ready: '我的授权' },
  { path: '/mine/privacy/export', ready: '请妥善保管' },
  { path: '/mine/privacy/deletion', ready: '依法保留' },
];

const FORMS: readonly Stop[] = [
  { step: 'employee-information-agreement', path: '/apply', ready: '第一份，共两份' },
  { step: 'credit-report-agreement', path: '/apply', ready: '第二份，共两份' },
  {
    ...{ step: 'credit-report-agreement', path: '/', ready: '继续办理' },
    also: { 'asking to start again': open('重新开始', '重新开始申请') },
  },
  { step: 'credit-report-agreement', path: '/loans', ready: '还没有贷款' },
  { step: 'face-check', path: '/apply', ready: '开始', also: { 'with its consent': open(/^阅读《/, /人脸/) } },
  { step: 'identity', path: '/apply', ready: '居民身份证', also: { 'with an error': press('核对并继续') } },
  {
    ...{ step: 'about-you', path: '/apply', ready: '居住情况' },
    also: { 'with errors': press('下一步'), 'with a wheel': open(/最高学历/, '最高学历') },
  },
  {
    ...{ step: 'money', path: '/apply', ready: '借款安排' },
    also: { 'with errors': press('下一步'), 'with a wheel': open(/借款用途/, '借款用途') },
  },
  { step: 'submit', path: '/apply/check', ready: '家庭装修' },
  {
    ...{ step: 'submit', path: '/apply/submit', ready: '获取验证码' },
    also: { 'with an error': press('输入交易密码并提交'), 'with the keypad': openKeypad },
  },
];

const BORROWING: readonly Stop[] = [
  { step: 'amount', path: '/apply', ready: '63,500.00', also: { 'not borrowing': open('暂不借款', '暂不借款') } },
  {
    ...{ step: 'amount', path: '/apply/amount', ready: '全部借出' },
    also: { 'with an error': press('下一步'), 'with a schedule': openSchedule },
  },
  { step: 'use-of-funds', path: '/apply', ready: '贷款用途声明书' },
  { step: 'contract', path: '/apply', ready: '息费项目', also: { 'behind its pop-up': closeSheet } },
  { step: 'confirm', path: '/apply', ready: '利息合计', also: { 'with a schedule': open('查看还款计划', '还款计划') } },
  { step: 'done', path: '/apply', ready: '交易流水号' },
  { step: 'done', path: '/', ready: '下次还款' },
  {
    ...{ step: 'done', path: '/loans', ready: '剩余本金' },
    also: {
      'of one loan': follow(/还款中/, '借据号'),
      'of its contract': follow('查看合同', '签署信息'),
      'of its annex': open('综合融资成本明示表', '综合融资成本明示表'),
      'of its way by e-mail': sendByEmail,
      'of a wrong address': press('输入交易密码并发送'),
      'of its password': askForPassword,
    },
  },
  {
    ...{ step: 'done', path: '/loans', ready: '剩余本金' },
    also: {
      'of one loan again': follow(/还款中/, '借据号'),
      'of its plan': follow(/^还款计划/, '合计'),
      'with a row': open(/第 1 期怎么来的/, '这个数怎么来的'),
      'of what happened': async (page) => {
        await back(page);
        await follow('交易明细', '放款')(page);
      },
      'of its repayments': async (page) => {
        await back(page);
        await follow('还款记录', '还没有还款')(page);
      },
    },
  },
  {
    ...{ step: 'done', path: '/repay', ready: '未结清的借据' },
    also: {
      'of early repayment': follow('提前还款', '提前归还本金'),
      'without an amount': press('试算'),
      'with its outcomes': quoteEarly,
      'with the new plan': open('查看新的还款计划', '新的还款计划'),
    },
  },
  {
    ...{ step: 'done', path: '/repay', ready: '未结清的借据' },
    also: {
      'of a repayment': follow(/^还款$/, '本期还没有到还款日'),
      'with the keypad': open(/^还款 /, '输入交易密码，确认还款'),
      'of deposits': followDeposits,
    },
  },
  {
    ...{ step: 'done', path: '/messages', ready: '放款到账' },
    also: { 'with one opened': (page) => page.locator('summary').first().click() },
  },
  { step: 'done', path: '/account', ready: '账户余额', also: { 'with the balance': press('显示余额') } },
];

/** Every page from signing in to the loan, in the order in which a customer comes by. */
export const LINE: readonly Stop[] = [...FORMS, ...BORROWING];

export async function closeSheet(page: Page): Promise<void> {
  if ((await page.getByRole('dialog').count()) === 0) return;
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

function press(name: string) {
  return (page: Page) => button(page, name).click();
}

function follow(name: string | RegExp, ready: string) {
  return async (page: Page): Promise<void> => {
    await page.getByRole('link', { name }).click();
    await page.getByText(ready).first().waitFor();
  };
}

async function back(page: Page): Promise<void> {
  await closeSheet(page);
  await page.getByRole('link', { name: '返回' }).click();
}

function open(name: string | RegExp, title: string | RegExp) {
  return async (page: Page): Promise<void> => {
    await button(page, name).first().click();
    await page.getByRole('dialog', { name: title }).waitFor();
  };
}

async function readText(page: Page): Promise<void> {
  await page.getByRole('checkbox').click();
  await page.getByRole('dialog').waitFor();
}

async function setPassword(page: Page): Promise<void> {
  await open('修改交易密码', '请输入原交易密码')(page);
  await tapDigits(page, '000000');
  await sheet(page, '设置新的交易密码').waitFor();
}

async function openKeypad(page: Page, customer: Customer): Promise<void> {
  await button(page, '获取验证码').click();
  await type(page, '短信验证码', await newestCode(customer));
  await sheet(page, '请输入交易密码').waitFor();
}

async function chooseMethod(page: Page): Promise<void> {
  await page.getByRole('radio', { name: '先息后本' }).check({ force: true });
  await page.getByText('每月付息').waitFor();
}

async function estimate(page: Page): Promise<void> {
  await type(page, '月收入（税后）', '12000');
  await type(page, '月生活支出', '4000');
  await type(page, '其他贷款月还款', '0');
  await page.getByRole('radio', { name: '不清楚' }).check({ force: true });
  await press('估算额度')(page);
  await page.getByText('预估额度').waitFor();
}

function chooseFile(name: string, answer: string) {
  return async (page: Page): Promise<void> => {
    const buffer = Buffer.from('no contract');
    const mimeType = name.endsWith('.pdf') ? 'application/pdf' : 'text/plain';
    await page.getByLabel('选择合同 PDF').setInputFiles({ name, mimeType, buffer });
    await page.getByText(answer).waitFor();
  };
}

async function sendByEmail(page: Page): Promise<void> {
  await closeSheet(page);
  await follow('下载到邮箱', '还没有发送过')(page);
}

async function askForPassword(page: Page): Promise<void> {
  await type(page, '电子邮箱', 'wang@example.com');
  await open('输入交易密码并发送', '输入交易密码，发送合同')(page);
}

async function quoteEarly(page: Page): Promise<void> {
  await type(page, '提前归还本金', '10000');
  await press('试算')(page);
  await page.getByRole('radio', { name: /减少月供/ }).waitFor();
}

async function followDeposits(page: Page): Promise<void> {
  await closeSheet(page);
  await follow('用质押存单还款', '没有质押的定期存单')(page);
}

async function openSchedule(page: Page): Promise<void> {
  await type(page, '借款金额', '50000');
  await open('查看还款计划', '还款计划（试算）')(page);
}
