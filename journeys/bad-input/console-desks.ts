import { randomUUID } from 'node:crypto';
import type { TestContext } from 'node:test';
import { consoleOperations, type ConsoleOperations, type Operation } from '@miaodai/http-api';
import { readConfig } from '../../server/src/platform/config.ts';
import { movableClock } from '../../server/src/platform/clock.ts';
import { createLog } from '../../server/src/platform/telemetry/log.ts';
import { wire } from '../../server/src/wiring.ts';
import { lastFirst } from '../../server/test-kit/cleanup.ts';
import { aPdf } from '../../server/test-kit/paper.ts';
import { roles } from '../../server/src/seed/defaults.ts';
import { CookieJar } from '../kit/cookies.ts';
import { Clerk, demoStaff, hire } from '../kit/staff.ts';
import { aWorld } from '../kit/world.ts';
import { sendWith, type Ask, type Said } from './visitor.ts';

type Member = (typeof demoStaff)[keyof typeof demoStaff];
export type OperationName = keyof ConsoleOperations;

/** As browsers say what they are; the audit trail keeps it. */
export const BROWSER = 'Desk/1.0';

/** A member of staff who sends whatever they like under their session. */
export class Desk {
  readonly clerk: Clerk;
  readonly url: string;
  /** The writes that were sent, with their keys, and what was answered. */
  readonly sent: [Ask, Said][] = [];
  readonly #jar = new CookieJar();

  constructor(url: string, member: Member) {
    this.url = url;
    this.clerk = new Clerk(url, member, this.#jar.carry());
  }

  get cookie(): string {
    return this.#jar.header;
  }

  send(ask: Ask): Promise<Said> {
    return sendWith(this.cookie, this.url, { ...ask, headers: { 'user-agent': BROWSER, ...ask.headers } });
  }

  /** A write that can be sent again as it was. */
  async write(ask: Ask): Promise<Said> {
    const keyed = { ...ask, headers: { 'idempotency-key': randomUUID(), ...ask.headers } };
    const said = await this.send(keyed);
    this.sent.push([keyed, said]);
    return said;
  }
}

export type Desks = Awaited<ReturnType<typeof desks>>;

/** A bank with one member for each role, a second officer, one of another branch, and one who may do everything; all signed in. */
export async function desks(t: TestContext) {
  const world = await aWorld(t);
  const everybody = {
    ...demoStaff.chief,
    ...{ loginName: 'all01', name: '全能', roles: roles.map(({ role }) => role) },
  };
  await hire(world, ...Object.values(demoStaff), everybody);
  const lines: string[] = [];
  const clock = movableClock();
  const log = createLog('debug', { write: (line) => void lines.push(line) });
  const server = await wire(readConfig({ ...world.env, LOG_LEVEL: 'debug' }), { log, clock });
  const { url } = await server.start();
  lastFirst(t).after(server.stop);
  const at = async (member: Member) => {
    const desk = new Desk(url, member);
    await desk.clerk.signIn();
    return desk;
  };
  const of = {
    officer: await at(demoStaff.officer),
    approver: await at(demoStaff.manager),
    'risk-editor': await at(demoStaff.riskEditor),
    'risk-publisher': await at(demoStaff.riskPublisher),
    'business-editor': await at(demoStaff.editor),
    'business-publisher': await at(demoStaff.publisher),
    servicing: await at(demoStaff.servicing),
    'servicing-publisher': await at(demoStaff.servicingChecker),
    operator: await at(demoStaff.operator),
    auditor: await at(demoStaff.auditor),
  };
  const others = { colleague: await at(demoStaff.colleague), daqing: await at(demoStaff.daqing) };
  return { world, url, clock, lines, of, ...others, all: await at(everybody) };
}

const NOTE = '改进措辞';
const SOME_DAY = '2026-11-23';
const discount = {
  ...{ productCode: 'instant-loan', branchCode: '*', employerCode: '*', payerName: '县财政局', ratePpm: 10_000 },
  ...{ fromOn: SOME_DAY, untilOn: null, note: '助农贴息' },
};
const terms = { amountFen: 100_000_00, annualRatePpm: 36_000, termMonths: 12, note: '收入稳定，同意', version: 1 };

/** What each write with a body is sent: in good order for the door, and of no use by itself. */
const BODIES: Partial<Record<OperationName, unknown>> = {
  approveApplication: terms,
  declineApplication: { reason: 'employment', note: '工作不稳定', version: 1 },
  askForPapers: { kinds: ['income'], words: '请补充工资单', version: 1 },
  uploadReviewPaper: { kind: 'income', name: '工资单.pdf', base64: aPdf().toString('base64') },
  recordOfflineContract: {
    ...{ contractNo: 'BJ-2026-0001', signedOn: SOME_DAY, useOfFundsNo: 'YT-2026-0001', useOfFundsSignedOn: SOME_DAY },
    ...{ purpose: 'renovation', scans: [randomUUID(), randomUUID()], version: 1 },
  },
  releasePayout: { version: 1 },
  draftModel: { productCode: null, content: '{}', note: NOTE },
  startBackTest: { productCode: null, from: SOME_DAY, to: SOME_DAY },
  publishModel: { effectiveFrom: '2099-01-01' },
  returnModel: { reason: '请说明依据' },
  importRoster: { fileName: '名册.csv', base64: Buffer.from('乱\n').toString('base64'), note: NOTE },
  publishRoster: { effectiveFrom: '2099-01-01', comparedWith: null },
  returnRoster: { reason: '请核对' },
  draftText: {
    ...{ revision: 1, title: '标题', paragraphs: ['一段'], readingSeconds: 0, mustReachEnd: false, note: NOTE },
  },
  submitText: { revision: 1 },
  withdrawText: { revision: 1 },
  publishText: { revision: 1, effectiveFrom: '2099-01-01' },
  callOffText: { reason: '请核对' },
  returnText: { revision: 1, reason: '请核对' },
  previewTextFile: { title: '标题', paragraphs: ['一段'] },
  approveEarlyRepayment: { debitOn: '2099-01-01', note: '同意扣款', version: 1 },
  declineEarlyRepayment: { reason: 'other', note: '请客户补充', version: 1 },
  letDaysPass: { until: SOME_DAY },
  previewCorrection: { kind: 'write-off' },
  draftCorrection: { wanted: { kind: 'write-off' }, reason: '逾期多年' },
  returnCorrection: { reason: '请核对' },
  previewDiscountRule: { terms: discount, principalFen: 10_000_00, termMonths: 12 },
  draftDiscountRule: discount,
  returnDiscountRule: { reason: '请核对' },
  endDiscountRule: { on: SOME_DAY },
  verifyFile: { base64: Buffer.from('不是 PDF').toString('base64') },
};

export const operationsOfStaff = Object.entries<Operation>(consoleOperations).filter(
  ([, { who }]) => who === 'staff',
) as [OperationName, Operation][];
export const writesOfStaff = operationsOfStaff.filter(([, { kind }]) => kind === 'write');

/** @param ids by their names in the path; of what is not named here, there is none. */
export function ask(name: OperationName, ids: Readonly<Record<string, string>> = {}, body = BODIES[name]): Ask {
  const { method, path } = consoleOperations[name] as Operation;
  const filled = path.replace(/\{(\w+)\}/g, (_, param: string) => ids[param] ?? NOWHERE[param] ?? randomUUID());
  return { method, path: filled, ...(body === undefined ? {} : { body }) };
}
const NOWHERE: Readonly<Record<string, string>> = { kind: 'no-such-text', version: '2099-1' };
