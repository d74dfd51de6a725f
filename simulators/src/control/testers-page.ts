import { listCards, type Card, type CardState } from '../card-network/cards.ts';
import { shanghaiText } from '../clock.ts';
import { listAccounts, type Account, type AccountState } from '../core-banking/accounts.ts';
import { FAULT_KINDS, type ScriptedFault } from '../faults.ts';
import { CHINESE_NAMES, SYSTEMS, type System } from '../systems.ts';
import { yuanOf } from '../yuan.ts';
import { PART_NAMES } from './api.ts';
import type { World } from './control-world.ts';
import { listDeposits, type ShownDeposit } from './deposits.ts';
import { html, type Html } from './html.ts';
import { page } from './layout.ts';
import { listPayments, type CardPayment } from './cards.ts';
import { listCalls, listTransfers, type Call, type Transfer } from './world.ts';

/** One page for testers: where the systems are, what steers them, what is scripted, and what has happened. */
export async function testersPage(world: World, objection?: string): Promise<string> {
  const { db, clock, log } = world;
  await log.settled();
  const [calls, accounts, transfers, cards, payments, deposits] = await Promise.all([
    listCalls(db, undefined, 40),
    listAccounts(db.query),
    listTransfers(db),
    listCards(db.query),
    listPayments(db),
    listDeposits(db),
  ]);
  return page(
    '外围系统模拟器',
    html`<header>
        <h1>外围系统模拟器</h1>
        <p class="soft">
          业务日期 ${clock.today()}${clock.overridden() ? '（已人工设定）' : ''} · 所有姓名、账号、单位均为虚构 ·
          <a href="/sms">短信收件箱</a> · <a href="/mail">邮件收件箱</a> · <a href="/">刷新</a>
        </p>
      </header>
      ${objection ? html`<p class="bad" role="alert">未能保存：${objection}</p>` : ''}
      <h2>系统地址与触发规则</h2>
      <div class="grid">${SYSTEMS.map((system) => systemCard(system, world.urls[system]))}</div>
      <h2>故障脚本</h2>
      ${faultSection(world)}
      <h2>最近的调用</h2>
      ${callsTable(calls)}
      <h2>最近的转账</h2>
      ${transfersTable(transfers.slice(0, 20))}
      <h2>账户</h2>
      ${accountsTable(accounts)}
      <h2>定期存单</h2>
      ${depositsTable(deposits)} ${depositForm(clock.today())}
      <h2>银行卡</h2>
      ${cardsTable(cards)}
      <h2>最近的银行卡收付</h2>
      ${paymentsTable(payments.slice(0, 20))}
      <h2>日期</h2>
      <section>
        <form method="post" action="/forms/clock">
          <label>业务日期 <input type="date" name="day" value="${clock.today()}" required /></label>
          <button>设定</button>
          <button class="quiet" name="clear" value="1" formnovalidate>恢复为上海当日</button>
        </form>
      </section>`,
  );
}

const RULES: Record<System, readonly string[]> = {
  'core-banking': [
    '按收款账号末位：0–4 正常；5 入账后断开连接；6 入账后迟到应答；7 入账后返回 500 网页；8 拒绝（已销户）；9 入账后应答只有一半',
    '账户查询与交易查询不受末位影响；批量代扣只受故障脚本影响，逐笔为 batch-debit-item',
    '存单解冻、支取、质押按账号末位，8 不拒绝；提前支取按年利率 0.05% 计息',
  ],
  'hr-system': ['花名册之外按 ERP 编号末位：1–5 白名单单位；6、7 非白名单单位；8 无应答；9、0 不是员工'],
  'citizen-registry': ['身份证第 15 位为 9 时看第 16 位：0 姓名不一致；1 无此号；2 无应答', '其他人：校验位正确即一致'],
  'credit-bureau': [
    '身份证第 15 位为 9 时看第 16 位：3 有逾期；4 负债高；5 无应答但计费；6 无记录',
    '其他人：月供 1200 元，无逾期',
  ],
  'big-data': ['身份证第 15 位为 9 时看第 16 位：7 有预警；8 评分低；9 无应答', '其他人：风险分 18.5，无预警'],
  'sms-gateway': ['不向任何手机发送，全部进入收件箱'],
  'card-network': [
    '按卡号末位：0–3 正常；4 四要素不一致；5 收付后断开连接；6 收付后迟到应答；7 收付后返回 500 网页；8 拒绝（代收余额不足、代付受限）；9 收付后应答只有一半',
    '未登记的卡号在首次核验时生成：6 开头为借记卡，4、5 开头为信用卡，9 开头不存在；归核验人本人，余额 50,000 元',
  ],
  'certificate-authority': [
    '身份证第 15 位为 8 时看第 16 位：0 拒绝发证；1 发证后断开连接；2 发证后迟到应答；3 无应答',
    '其他人：发给只用于一次签署的事件证书，24 小时有效。根证书 /roots.pem，吊销列表 /crl/',
  ],
  'time-stamp': ['RFC 3161，时间为本机时间，精确到秒'],
};

const systemCard = (system: System, url: string) =>
  html`<div class="card">
    <h3>${CHINESE_NAMES[system]} <span class="soft">${system}</span></h3>
    <p><code>${url}</code></p>
    ${RULES[system].map((rule) => html`<p>${rule}</p>`)}
  </div>`;

function faultSection({ script, services }: World): Html {
  const lines = script.lines();
  const operations = services.flatMap(({ system, operations: known }) =>
    [...known.map((op) => op.name), '*', ...(system === 'core-banking' ? PART_NAMES : [])].map((name) => ({
      value: `${system}/${name}`,
      label: `${CHINESE_NAMES[system]} ${name === '*' ? '全部操作' : name}`,
    })),
  );
  return html`<section>
    ${lines.length === 0 ? html`<p class="soft">没有故障，各系统按上面的规则应答。</p>` : faultTable(lines)}
    <form method="post" action="/forms/faults">
      <label
        >操作
        <select name="operation">
          ${operations.map(({ value, label }) => html`<option value="${value}">${label}</option>`)}
        </select></label
      >
      <label
        >故障
        <select name="kind">
          ${FAULT_KINDS.map((kind) => html`<option value="${kind}">${kind}</option>`)}
        </select></label
      >
      <label>参数（JSON，可空） <input name="parameters" placeholder='{"code":"2203"}' size="22" /></label>
      <label>次数 <input name="times" type="number" min="1" max="1000000" value="1" required /></label>
      <label>只对字段（可空） <input name="field" placeholder="TRAN_NO" size="12" /></label>
      <label>等于 <input name="value" size="16" /></label>
      <button>添加</button>
      <button class="quiet" formaction="/forms/clear-faults" formnovalidate>清空</button>
    </form>
  </section>`;
}

const faultTable = (lines: readonly ScriptedFault[]) =>
  table(
    ['系统', '操作', '条件', '剩余次数', '故障'],
    lines.map(({ system, operation, match, times, fault }) => [
      CHINESE_NAMES[system],
      operation,
      html`<code>${Object.keys(match).length > 0 ? JSON.stringify(match) : ''}</code>`,
      times,
      html`<code>${JSON.stringify(fault)}</code>`,
    ]),
  );

const callsTable = (calls: readonly Call[]) =>
  table(
    ['时间', '系统', '操作', '编号', '故障', '应答', '毫秒'],
    calls.map((call) => [
      shanghaiText(call.arrivedAt),
      CHINESE_NAMES[call.system as System],
      call.operation,
      html`<code>${call.number}</code>`,
      html`<code>${call.fault}</code>`,
      html`<code>${call.answer === null ? '（未应答）' : shortened(call.answer)}</code>`,
      call.tookMs,
    ]),
  );

const transfersTable = (transfers: readonly Transfer[]) =>
  table(
    ['记账日', '核心流水', '请求号', '付款账户', '收款账户', '金额（元）', '摘要'],
    transfers.map((line) => [
      line.bookedOn,
      line.coreSerialNo,
      html`<code>${line.requestNo}</code>`,
      line.fromAccountNo,
      line.toAccountNo,
      amount(line.amountFen),
      line.remark,
    ]),
  );

const STATE_NAMES: Record<AccountState, string> = {
  normal: '正常',
  frozen: '冻结',
  closed: '销户',
  'credit-only': '只收不付',
  'not-active': '未激活',
  lost: '已挂失',
};

const accountsTable = (accounts: readonly Account[]) =>
  table(
    ['账号', '户名', '状态', '余额（元）', '止付（元）'],
    accounts.map((account) => [
      account.accountNo,
      account.holderName,
      STATE_NAMES[account.state],
      amount(account.balanceFen),
      amount(account.heldFen),
    ]),
  );

const DEPOSIT_STATE_NAMES: Record<ShownDeposit['state'], string> = {
  pledged: '质押',
  free: '可支取',
  redeemed: '已支取',
};

const depositsTable = (deposits: readonly ShownDeposit[]) =>
  table(
    ['存单号', '账号', '本金（元）', '年利率', '起存日', '到期日', '状态', '质押借据'],
    deposits.map((deposit) => [
      deposit.depositNo,
      deposit.accountNo,
      amount(deposit.principalFen),
      `${deposit.annualRatePpm / 10_000}%`,
      deposit.openedOn,
      deposit.maturesOn,
      DEPOSIT_STATE_NAMES[deposit.state],
      deposit.pledgedForLoanNo,
    ]),
  );

const depositForm = (today: string) =>
  html`<section>
    <form method="post" action="/forms/deposits">
      <label>存单号 <input name="depositNo" size="16" required /></label>
      <label>账号 <input name="accountNo" size="22" required /></label>
      <label>本金（元） <input name="yuan" type="number" min="1" max="1000000000" value="10000" required /></label>
      <label
        >年利率（%） <input name="percent" type="number" min="0" max="100" step="0.0001" value="1.5" required
      /></label>
      <label>起存日 <input name="openedOn" type="date" value="${today}" required /></label>
      <label>到期日 <input name="maturesOn" type="date" required /></label>
      <label>质押给借据（可空） <input name="loanNo" placeholder="JJ20261123-000001" size="20" /></label>
      <button>添加</button>
    </form>
  </section>`;

const CARD_STATE_NAMES: Record<CardState, string> = { normal: '正常', lost: '挂失', restricted: '受限' };

const cardsTable = (cards: readonly Card[]) =>
  table(
    ['卡号', '户名', '银行', '类型', '预留手机号', '状态', '余额（元）'],
    cards.map((card) => [
      card.cardNo,
      card.holderName,
      card.bankName,
      card.kind === 'debit' ? '借记卡' : '信用卡',
      card.mobile,
      CARD_STATE_NAMES[card.state],
      amount(card.balanceFen),
    ]),
  );

const paymentsTable = (payments: readonly CardPayment[]) =>
  table(
    ['清算日', '清算流水', '请求号', '方向', '卡号', '金额（元）'],
    payments.map((line) => [
      line.settledOn,
      line.networkSerialNo,
      html`<code>${line.requestNo}</code>`,
      line.operation === 'collect' ? '代收' : '代付',
      line.cardNo,
      amount(line.amountFen),
    ]),
  );

type Cell = string | number | null | Html | Amount;
type Amount = { amountFen: number };
const amount = (amountFen: number): Amount => ({ amountFen });

function table(heads: readonly string[], rows: readonly (readonly Cell[])[]): Html {
  if (rows.length === 0) return html`<section><p class="soft">暂无。</p></section>`;
  return html`<section>
    <table>
      <thead>
        <tr>
          ${heads.map(headHtml)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map(cellHtml)}
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

const headHtml = (head: string): Html =>
  head.endsWith('（元）') ? html`<th scope="col" class="amount">${head}</th>` : html`<th scope="col">${head}</th>`;

const cellHtml = (cell: Cell): Html =>
  typeof cell === 'object' && cell !== null && 'amountFen' in cell
    ? html`<td class="amount">${yuanOf(cell.amountFen).replace(/\B(?=(\d{3})+\.)/g, ',')}</td>`
    : html`<td>${cell}</td>`;

const shortened = (text: string): string => (text.length > 160 ? `${text.slice(0, 160)}…` : text);
