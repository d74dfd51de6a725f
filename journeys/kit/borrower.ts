import { ApiProblem, client, type Client, type Transport } from '@miaodai/http-api/client';
import { customerWire } from '@miaodai/http-api/wire';
import type { Answer, CustomerOperations } from '@miaodai/http-api';
import { fen, type Fen } from '@miaodai/values';
import { CompactEncrypt, importJWK } from 'jose';
import { passFace } from './face.ts';
import { CookieJar } from './cookies.ts';
import { tell } from './introduce.ts';
import type { Person } from './persons.ts';

type Application = Answer<CustomerOperations['readApplication']>;
export type Contract = Answer<CustomerOperations['readContract']>;
export type Disbursement = Answer<CustomerOperations['readDisbursement']>;
type Api = Client<CustomerOperations>;

/** What a borrower answers on the form, where a story does not say otherwise. */
export const ANSWERS = {
  aboutYou: {
    maritalStatus: 'married',
    education: 'bachelor',
    residenceAddress: '北京市东城区安定路 1 号院 2 号楼 303 室',
    department: '生产运行部',
    position: 'technician',
    housing: 'owned-clear',
  },
  money: {
    monthlyIncomeFen: 12_000_00,
    monthlyExpenseFen: 4_000_00,
    monthlyDebtFen: 0,
    termMonths: 12,
    purpose: 'renovation',
  },
} as const;

/** Page three: the standard loan asks how much is wanted as well. */
export const moneyAnswersFor = ({ route }: Pick<Application, 'route'>) => ({
  ...ANSWERS.money,
  ...(route === 'standard' ? { wantedFen: fen(100_000_00) } : {}),
});

/** A person who walks the line over HTTP, one page after the other. Every step answers with where the application stands. */
export class Borrower {
  readonly api: Api;
  readonly person: Person;
  /** Who is before the camera, where a server looks at the frames. */
  framesFor: Parameters<typeof passFace>[2];
  readonly #controlUrl: string;

  constructor(baseUrl: string, controlUrl: string, person: Person, transport: Transport = new CookieJar().carry()) {
    this.api = client<CustomerOperations>(customerWire, baseUrl, transport);
    this.person = person;
    this.#controlUrl = controlUrl;
  }

  /** On a device that is new to this person, with the code that the bank asks for then. */
  async signIn() {
    const body = { mobile: this.person.mobile, password: this.person.loginPassword };
    try {
      return await this.api.signIn({ body });
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.problem.code !== 'new-device') throw error;
      const smsCode = await this.codeFrom(() => this.api.requestSignInCode({ body }));
      return this.api.signIn({ body: { ...body, smsCode } });
    }
  }

  start(): Promise<Application> {
    return this.api.startApplication({ body: { productCode: 'instant-loan' } });
  }

  /** The bank's own check follows on the first of the two, as on the page. */
  async agree(application: Application, kind: 'employee-information' | 'credit-report'): Promise<Application> {
    const agreed = await this.agreeOnly(application, kind);
    return agreed.step === 'system-check' ? this.checkSystem(agreed) : agreed;
  }

  async agreeOnly({ applicationId }: Application, kind: 'employee-information' | 'credit-report') {
    const { version, textHash } = await this.api.readAgreement({ params: { kind } });
    return this.api.agree({ params: { applicationId, kind }, body: { version, textHash } });
  }

  checkSystem({ applicationId }: Application): Promise<Application> {
    return this.api.checkSystem({ params: { applicationId } });
  }

  async showFace({ applicationId }: Application): Promise<Application> {
    const { version, textHash } = await this.api.readAgreement({ params: { kind: 'face-check' } });
    const faceAttemptId = await passFace(this.api, 'apply', this.framesFor);
    const body = { version, textHash, faceAttemptId };
    const { application } = await this.api.checkFace({ params: { applicationId }, body });
    return application;
  }

  identify({ applicationId }: Application, erpNo = this.person.erpNo): Promise<Application> {
    return this.api.identify({ params: { applicationId }, body: { erpNo } });
  }

  /** Pages two and three. */
  async fillIn(
    application: Application,
    money: Partial<Record<keyof typeof ANSWERS.money, unknown>> = {},
  ): Promise<Application> {
    const params = { applicationId: application.applicationId };
    const { version } = await this.api.saveAboutYou({
      params,
      body: { version: application.version, complete: true, answers: ANSWERS.aboutYou },
    });
    const answers = { ...moneyAnswersFor(application), ...money } as typeof ANSWERS.money;
    return this.api.saveMoney({ params, body: { version, complete: true, answers } });
  }

  requestCode({ applicationId }: Application): Promise<string> {
    return this.codeFrom(() => this.api.requestSubmissionCode({ params: { applicationId } }));
  }

  /** The code that the SMS gateway took for this person: its text is waited for, since it is sent by a job. */
  async codeFrom(ask: () => Promise<unknown>): Promise<string> {
    const codes = async () => (await this.texts()).flatMap(({ text }) => /验证码 (\d{6})/.exec(text)?.[1] ?? []);
    const known = await codes();
    await ask();
    return until('the SMS code', async () => {
      const now = await codes();
      return now.length > known.length ? now[0] : undefined;
    });
  }

  texts(): Promise<{ text: string }[]> {
    return tell(this.#controlUrl, 'GET', `/sms/messages?mobile=${this.person.mobile}`);
  }

  /** The transaction password as the page seals it: a compact JWE, good for one try. */
  async sealPassword(password = this.person.transactionPassword): Promise<string> {
    const { keyId, publicKey, nonce } = await this.api.readPasswordEnvelope({});
    const key = await importJWK(publicKey, 'ECDH-ES');
    return new CompactEncrypt(new TextEncoder().encode(JSON.stringify({ nonce, password })))
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: keyId })
      .encrypt(key);
  }

  async submit(application: Application): Promise<Application> {
    const params = { applicationId: application.applicationId };
    const smsCode = await this.requestCode(application);
    const transactionPassword = await this.sealPassword();
    await this.api.submitApplication({ params, body: { smsCode, transactionPassword } });
    return this.api.readApplication({ params, query: { waitMs: 10_000 } });
  }

  chooseAmount({ applicationId }: Application, amountFen: Fen = fen(50_000_00)): Promise<Application> {
    return this.api.chooseAmount({ params: { applicationId }, body: { amountFen } });
  }

  async declareUse({ applicationId }: Application): Promise<Application> {
    const params = { applicationId };
    const { version, textHash } = await this.api.readUseOfFunds({ params });
    return this.api.declareUseOfFunds({ params, body: { version, textHash } });
  }

  /** The cost statement, then the text and the password; then it is signed. */
  async agreeToContract({ contractId }: Pick<Application, 'contractId'>): Promise<Contract> {
    await this.agreeOnlyToContract({ contractId });
    return this.untilSigned({ contractId });
  }

  /** Agreed to; signing has begun. */
  async agreeOnlyToContract({ contractId }: Pick<Application, 'contractId'>): Promise<Contract> {
    const params = { contractId: contractId ?? '' };
    const { document, costStatement } = await this.api.readContract({ params, query: {} });
    await this.api.confirmCostStatement({ params, body: { costStatementHash: costStatement.textHash } });
    const transactionPassword = await this.sealPassword();
    return this.api.agreeContract({ params, body: { textHash: document.textHash, transactionPassword } });
  }

  /** As the page waits. */
  untilSigned({ contractId }: Pick<Application, 'contractId'>): Promise<Contract> {
    const params = { contractId: contractId ?? '' };
    return until('the contract to be signed', async () => {
      const contract = await this.api.readContract({ params, query: { waitMs: 5_000 } });
      return contract.signing?.state === 'requested' ? undefined : contract;
    });
  }

  confirm({ contractId }: { contractId: string | null }, idempotencyKey?: string): Promise<Disbursement> {
    const options = idempotencyKey === undefined ? {} : { idempotencyKey };
    return this.api.confirmDisbursement({ params: { contractId: contractId ?? '' } }, options);
  }

  outcome({ disbursementId }: { disbursementId: string }, waitMs = 10_000): Promise<Disbursement> {
    return this.api.readDisbursement({ params: { disbursementId }, query: { waitMs } });
  }

  /** From signing in to an agreed contract: everything before the money moves. */
  async upToConfirm(amountFen: Fen = fen(50_000_00)): Promise<Application> {
    await this.signIn();
    const decided = await this.upToDecision();
    const declared = await this.declareUse(await this.chooseAmount(decided, amountFen));
    await this.agreeToContract(declared);
    return this.api.readApplication({ params: { applicationId: declared.applicationId }, query: {} });
  }

  async upToDecision(): Promise<Application> {
    const started = await this.start();
    const agreed = await this.agree(await this.agree(started, 'employee-information'), 'credit-report');
    const identified = await this.identify(await this.showFace(agreed));
    return this.untilDecided(await this.submit(await this.fillIn(identified)));
  }

  /** The decision may take longer than one question waits, where a source is late or the machine is busy. */
  untilDecided({ applicationId }: Application): Promise<Application> {
    return until('the decision', async () => {
      const at = await this.api.readApplication({ params: { applicationId }, query: { waitMs: 5_000 } });
      return at.step === 'decision' ? undefined : at;
    });
  }
}

/** Asks again until there is an answer. @throws after the deadline, saying what was waited for. */
export async function until<T>(what: string, look: () => Promise<T | undefined>, deadlineMs = 60_000): Promise<T> {
  const deadline = performance.now() + deadlineMs;
  // What takes long is asked for less often: a crowd of tests that wait would keep busy the machine they wait for.
  for (let pauseMs = 20; ; pauseMs = Math.min(pauseMs * 1.3, 250)) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`waited ${deadlineMs} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
