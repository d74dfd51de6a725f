/**
 * A stand-in for the server, for work on the pages alone: one customer, one application, everything in memory. It keeps no
 * rule of the bank; the steps go straight on. `node web/h5/dev/fake-server.ts [port]` after a build, then open the address.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { annualRatesOf, conventionFor, schedule } from '@miaodai/loan-math';
import { businessDate, capitalAmount, fen, ratePpm } from '@miaodai/values';
import { customerWire } from '@miaodai/http-api/wire';

type Json = Record<string, unknown>;
type Call = { params: Record<string, string>; query: URLSearchParams; body: Json };
class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

const id = '00000000-0000-4000-8000-000000000001';
const today = businessDate('2026-11-23');
const now = (): string => new Date().toISOString();
const later = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

const product = {
  code: 'instant-loan',
  name: '融信秒贷',
  introduction: [
    '融信秒贷是面向集团员工的线上信用贷款，无需抵押和担保。',
    '在线申请、自动审批，资金实时转入您本人的电子账户，用于日常消费。',
  ],
  annualRatePpm: 43_500,
  irrPpm: 44_379,
  minAmountFen: 500_00,
  maxAmountFen: 500_000_00,
  amountStepFen: 100_00,
  onlineThresholdFen: 300_000_00,
  termsMonths: [6, 12, 24, 36],
  purposes: [
    { code: 'decoration', label: '家庭装修' },
    { code: 'education', label: '教育培训' },
    { code: 'travel', label: '旅游度假' },
    { code: 'appliances', label: '购买家电家具' },
    { code: 'daily', label: '其他日常消费' },
  ],
  repaymentMethod: 'equal-instalment' as const,
  dayCount: 'monthly' as const,
  servicePhone: '400-000-9999',
};

const plan = (amountFen: number, periods: number) =>
  schedule({
    method: product.repaymentMethod,
    principalFen: fen(amountFen),
    annualRatePpm: ratePpm(product.annualRatePpm),
    periods,
    convention: conventionFor(product.dayCount),
    disbursedOn: today,
  });

const legal = (title: string): Json => {
  const paragraphs = Array.from({ length: 8 }, (_, at) => [
    `# 第${'一二三四五六七八'[at]}条`,
    `本${title.slice(-3)}由您本人作出，用于办理融信秒贷。银行仅在本条所列范围内使用您的信息，保存期限与用途以本条约定为准，未经您同意不会用于其他目的。您可以随时联系客服撤回。`,
  ]).flat();
  const textHash = createHash('sha256').update(paragraphs.join('\n')).digest('hex');
  return { kind: 'text', title, version: '2026-1', effectiveOn: '2026-08-01', paragraphs, textHash, readingSeconds: 3 };
};

let application: Json | null = null;
let paidAt = Infinity;
let decidedAt = Infinity;

const order = [
  'employee-information-agreement',
  'credit-report-agreement',
  'face-check',
  'identity',
  'about-you',
  'money',
  'submit',
  'decision',
  'amount',
  'use-of-funds',
  'contract',
  'confirm',
  'paying',
  'done',
];
const open = (): Json => {
  if (!application) throw new Refusal(404, 'not-found', '没有找到您要的内容');
  return application;
};
const to = (step: string, more: Json = {}): Json => {
  const version = (open()['version'] as number) + 1;
  application = { ...open(), ...more, step, version, savedAt: now() };
  return application;
};
const moved = (step: string, more: Json = {}): Json => {
  const before = order.indexOf(open()['step'] as string);
  return to(order[Math.max(before, order.indexOf(step))] ?? step, more);
};

const fresh = (): Json => ({
  applicationId: id,
  applicationNo: 'A20261123-000017',
  productCode: product.code,
  step: order[0],
  status: 'applying',
  history: [{ status: 'applying', at: now() }],
  version: 1,
  savedAt: now(),
  route: null,
  identity: { name: '王**', idNumber: '1101**********4514', erpNo: null, employerName: null, triesLeft: 5 },
  aboutYou: {},
  money: {},
  accountNo: '6222***********0017',
  decision: null,
  amountFen: null,
  contractId: null,
  disbursementId: null,
  loanId: null,
});

const decision = {
  approved: true,
  limitFen: 358_000_00,
  annualRatePpm: product.annualRatePpm,
  validUntil: '2026-12-23',
  reasons: [],
  decidedAt: now(),
};

function tick(): Json | null {
  if (application?.['step'] === 'decision' && Date.now() > decidedAt) {
    const declined = (application['money'] as Json)['monthlyDebtFen'] === 444_00;
    if (declined)
      to('declined', {
        status: 'declined',
        decision: {
          ...decision,
          approved: false,
          reasons: ['综合评估后，目前的收入与负债情况暂不符合此贷款的要求。', '建议 3 个月后再申请。'],
        },
      });
    else to('amount', { status: 'to-be-paid', decision });
  }
  if (application?.['step'] === 'paying' && Date.now() > paidAt) to('done', { status: 'paid', loanId: id });
  return application;
}

const contract = (): Json => {
  const amountFen = (open()['amountFen'] as number) ?? 50_000_00;
  const termMonths = ((open()['money'] as Json)['termMonths'] as number) ?? 12;
  const made = plan(amountFen, termMonths);
  return {
    contractId: id,
    contractNo: 'HT20261123-000017',
    applicationId: id,
    state: 'drafted',
    principalFen: amountFen,
    principalInCapitals: capitalAmount(fen(amountFen)),
    annualRatePpm: product.annualRatePpm,
    irrPpm: product.irrPpm,
    termMonths,
    purpose: '家庭装修',
    repaymentMethod: product.repaymentMethod,
    payoutAccountNo: '6222***********0017',
    repaymentAccountNo: '6222***********0017',
    totalInterestFen: made.totalInterestFen,
    rows: made.rows,
    document: legal('个人消费贷款借款合同'),
    costStatement: {
      version: '2026-1',
      principalFen: amountFen,
      items: [{ name: '利息', howCharged: '按月收取', standard: '年化利率（单利）4.35%', chargedBy: '本行' }],
      annualCostPpm: product.annualRatePpm,
      onDefault: [
        { name: '罚息', howCharged: '逾期之日起按日计收', standard: '合同利率上浮 50%', chargedBy: '本行' },
        { name: '复利', howCharged: '对未付利息按罚息利率计收', standard: '合同利率上浮 50%', chargedBy: '本行' },
      ],
      closing: '除以上所列息费外，本行及合作机构不再收取任何其他费用。',
      textHash: 'a'.repeat(64),
      readingSeconds: 4,
    },
    validUntil: '2026-12-23',
  };
};
const loan = (): Json => {
  const { rows, principalFen, totalInterestFen, termMonths } = contract() as { rows: Json[] } & Json;
  return {
    loanId: id,
    loanNo: 'JJ20261123-000017',
    contractId: id,
    contractNo: 'HT20261123-000017',
    productName: product.name,
    state: 'active',
    principalFen,
    outstandingFen: principalFen,
    annualRatePpm: product.annualRatePpm,
    repaymentMethod: product.repaymentMethod,
    termMonths,
    disbursedOn: today,
    maturesOn: rows.at(-1)?.['dueOn'],
    repaymentAccountNo: '6222***********0017',
    nextPayment: { no: 1, dueOn: rows[0]?.['dueOn'], totalFen: rows[0]?.['totalFen'] },
    totalInterestFen,
    rows,
  };
};
const disbursement = (): Json => ({
  disbursementId: id,
  contractId: id,
  state: Date.now() > paidAt ? 'paid' : 'sent',
  amountFen: open()['amountFen'],
  toAccountNo: '6222***********0017',
  requestedAt: now(),
  paidOn: Date.now() > paidAt ? today : null,
  coreSerialNo: Date.now() > paidAt ? '2026112300004711' : null,
  loanId: Date.now() > paidAt ? id : null,
  reason: null,
});
const session = (): Json => ({
  customer: { name: '王**', mobile: '138****5678' },
  idleUntil: later(Number(process.env['FAKE_IDLE_SECONDS'] ?? 900)),
  endsAt: later(8 * 3600),
});

const answers: Record<string, (call: Call) => unknown> = {
  signIn: ({ body }) => {
    if (body['password'] !== 'Demo-2026')
      throw new Refusal(401, 'wrong-credentials', '手机号或登录密码不正确，还可以再试 4 次');
    return session();
  },
  readSession: session,
  signOut: () => ({ signedOut: true }),
  readProduct: () => product,
  quote: ({ query }) => {
    const amountFen = Number(query.get('amountFen'));
    const made = plan(amountFen, Number(query.get('termMonths')));
    const { terms, ...rest } = made;
    const totalFen = amountFen + made.totalInterestFen;
    return {
      amountFen,
      termMonths: terms.periods,
      annualRatePpm: terms.annualRatePpm,
      irrPpm: annualRatesOf(made).irrPpm,
      repaymentMethod: terms.method,
      disbursedOn: today,
      totalFen,
      ...rest,
    };
  },
  readPasswordEnvelope: async () => {
    const { publicKey } = (await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, [
      'deriveBits',
    ])) as CryptoKeyPair;
    const { x, y } = await crypto.subtle.exportKey('jwk', publicKey);
    return { keyId: 'k1', publicKey: { kty: 'EC', crv: 'P-256', x, y }, nonce: 'n', expiresAt: later(300) };
  },
  startApplication: () => (application = fresh()),
  currentApplication: () => ({ application: tick() }),
  readApplication: async ({ query }) => {
    await wait(Math.min(Number(query.get('waitMs') ?? 0), 1500));
    return tick();
  },
  readAgreement: ({ params }) =>
    legal(
      { 'employee-information': '个人员工信息查询授权书', 'credit-report': '个人信用报告查询授权书' }[
        params['kind'] ?? ''
      ] ?? '人脸识别服务授权书',
    ),
  agree: ({ params }) => moved(params['kind'] === 'credit-report' ? 'face-check' : 'credit-report-agreement'),
  checkFace: () => ({ passed: true, standIn: true, application: moved('identity') }),
  identify: ({ body }) => {
    const { identity } = open() as { identity: Json };
    const erpNo = String(body['erpNo']);
    if (erpNo.endsWith('0')) {
      return to('identity', {
        route: 'none',
        identity: { ...identity, erpNo, triesLeft: (identity['triesLeft'] as number) - 1 },
      });
    }
    if (erpNo.endsWith('8')) return to('officer', { route: 'standard', status: 'deciding' });
    return moved('about-you', { route: 'instant', identity: { ...identity, erpNo, employerName: '集团第一机械厂' } });
  },
  saveAboutYou: ({ body }) => save('aboutYou', 'money', body),
  saveMoney: ({ body }) => save('money', 'submit', body),
  requestSubmissionCode: () => ({ sentTo: '138****5678', resendAt: later(60), expiresAt: later(300), now: now() }),
  submitApplication: ({ body }) => {
    if (body['smsCode'] === '000000') throw new Refusal(422, 'sms-code-wrong', '短信验证码不正确，还可以再试 4 次');
    decidedAt = Date.now() + 2500;
    return moved('decision', { status: 'deciding' });
  },
  chooseAmount: ({ body }) =>
    (body['amountFen'] as number) > product.onlineThresholdFen ? to('officer', body) : moved('use-of-funds', body),
  readUseOfFunds: () => legal('贷款用途声明书'),
  declareUseOfFunds: () => moved('contract', { contractId: id }),
  withdrawApplication: () => to('withdrawn', { status: 'withdrawn' }),
  readContract: contract,
  agreeContract: () => {
    moved('confirm');
    return contract();
  },
  confirmDisbursement: () => {
    paidAt = Date.now() + 4000;
    moved('paying', { disbursementId: id });
    return disbursement();
  },
  readDisbursement: async ({ query }) => {
    await wait(Math.min(Number(query.get('waitMs') ?? 0), 1500));
    tick();
    return disbursement();
  },
  listLoans: () => ({ loans: application?.['loanId'] ? [loan()] : [] }),
  readLoan: loan,
  readAccount: () => ({
    accountNo: '6222***********0017',
    state: 'normal',
    balanceFen: 1_234_56,
    availableFen: 1_234_56,
  }),
};

function save(part: 'aboutYou' | 'money', next: string, body: Json): Json {
  if (body['version'] !== open()['version'])
    throw new Refusal(409, 'draft-changed', '内容已在其他设备上修改，请刷新后继续');
  const merged = { [part]: { ...(open()[part] as Json), ...(body['answers'] as Json) } };
  return body['complete'] ? moved(next, merged) : to(open()['step'] as string, merged);
}

const wait = async (ms: number): Promise<void> => new Promise((done) => void setTimeout(done, ms));

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.webmanifest': 'application/manifest+json',
};

function serveFile(url: string, response: ServerResponse): void {
  const asked = path.join(dist, path.normalize(url));
  const file = url !== '/' && existsSync(asked) ? asked : path.join(dist, 'index.html');
  response.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream');
  response.setHeader(
    'content-security-policy',
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  );
  createReadStream(file).pipe(response);
}

async function serveApi(request: IncomingMessage, url: URL, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  for (const [name, [method, pattern]] of Object.entries(customerWire)) {
    const match = new RegExp(`^${pattern.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`).exec(url.pathname);
    if (!match || method !== request.method) continue;
    response.setHeader('content-type', 'application/json');
    if (process.env['FAKE_LOG']) console.log(method, url.pathname, text);
    try {
      const body = text ? (JSON.parse(text) as Json) : {};
      response.end(
        JSON.stringify(await answers[name]?.({ params: { ...match.groups }, query: url.searchParams, body })),
      );
    } catch (cause) {
      const { status = 500, code = 'internal-error', message } = cause as Refusal;
      response.statusCode = status;
      response.end(
        JSON.stringify({
          type: `urn:miaodai:problem:${code}`,
          title: message,
          status,
          code,
          detail: message,
          instance: 'req-1',
        }),
      );
    }
    return;
  }
  response.writeHead(404).end('{}');
}

const port = Number(process.argv[2] ?? 4173);
if (process.env['FAKE_STATE']) application = JSON.parse(readFileSync(process.env['FAKE_STATE'], 'utf8')) as Json;
createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname === '/fake/step') {
    application = { ...fresh(), ...application };
    const step = url.searchParams.get('step') ?? '';
    to(step, JSON.parse(url.searchParams.get('with') ?? '{}') as Json);
    response.end('ok');
  } else if (url.pathname.startsWith('/api/')) void serveApi(request, url, response);
  else serveFile(url.pathname, response);
}).listen(port, () => console.log(`http://localhost:${port}  13812345678 / Demo-2026`));
