import assert from 'node:assert/strict';
import type { Answer, CustomerOperations } from '@miaodai/http-api';
import { birthOf, businessDate, sexOf, type CustomerId, type Result } from '@miaodai/values';
import { asDocument, readText } from '../../server/src/bank/content/index.ts';
import { readSettings } from '../../server/src/bank/settings/index.ts';
import { checkConfirmation, confirmIdDocument, keepSide } from '../../server/src/customer/documents/index.ts';
import { findCustomerByMobile } from '../../server/src/customer/identity/index.ts';
import type { IdCardFields, IdCardReading } from '../../server/src/integrations/ocr/port.ts';
import type { InTx } from '../../server/src/platform/context.ts';
import type { Vault } from '../../server/src/platform/crypto/vault.ts';
import type { Db } from '../../server/src/platform/db/connect.ts';
import type { Borrower } from './borrower.ts';
import { passFace } from './face.ts';

export type Account = Answer<CustomerOperations['readAccount']>;
type Needs = { db: Db; inTx: InTx; vault: Vault };
type IdCard = { validTo?: string; address?: string };

const READ_FOR_SURE: IdCardReading['quality'] = { ok: true, flaws: [], width: 1_600, sharpness: 500, glare: 0 };
const FROM = { channel: 'direct-bank', device: 'test', ip: '127.0.0.1' };
export const RESIDENCE = '北京市东城区景山前街四号院二号楼';

/** Somebody whom the bank does not know: with a mobile number, an ID card, a bank card and a face. */
export class Newcomer {
  readonly #who: Borrower;
  constructor(who: Borrower) {
    this.#who = who;
  }

  async register(): Promise<void> {
    const { api, person } = this.#who;
    const { mobile, loginPassword: password } = person;
    const smsCode = await this.#who.codeFrom(() => api.requestRegistrationCode({ body: { mobile } }));
    const agreement = await this.#agreed('registration');
    await api.register({ body: { mobile, smsCode, password, agreement } });
  }

  /** As after both sides were uploaded, read without doubt and confirmed; the reading itself is tested elsewhere. */
  async confirmIdCard(needs: Needs, card: IdCard = {}): Promise<void> {
    const { name, idNumber, mobile } = this.#who.person;
    const customerId = (await findCustomerByMobile(needs.db, needs.vault, mobile)) as CustomerId;
    await putIdCard(needs, customerId, fieldsOf(name, idNumber, card));
  }

  async order(change: Partial<Parameters<Borrower['api']['openAccount']>[0]['body']> = {}) {
    const { api, person } = this.#who;
    const kinds = ['account-agreement', 'card-binding'] as const;
    const agreements = await Promise.all(kinds.map(async (kind) => ({ kind, ...(await this.#agreed(kind)) })));
    const faceAttemptId = change.faceAttemptId ?? (await passFace(api, 'open-account'));
    return { body: { cardNo: person.cardNo, cardMobile: person.mobile, agreements, ...change, faceAttemptId } };
  }

  /** All but the request itself, which may be sent again under its key. */
  async prepareOpening(): Promise<(idempotencyKey: string) => Promise<Account>> {
    const order = await this.order();
    return (idempotencyKey) => this.#who.api.openAccount(order, { idempotencyKey });
  }

  async open(): Promise<Account> {
    return (await this.prepareOpening())(crypto.randomUUID());
  }

  async activation() {
    const { api } = this.#who;
    const smsCode = await this.#who.codeFrom(() => api.requestCode({ body: { purpose: 'activate' } }));
    return { body: { residenceAddress: RESIDENCE, smsCode, password: await this.#who.sealPassword() } };
  }

  async prepareActivation(): Promise<(idempotencyKey: string) => Promise<Account>> {
    const activation = await this.activation();
    return (idempotencyKey) => this.#who.api.activateAccount(activation, { idempotencyKey });
  }

  async activate(): Promise<Account> {
    return (await this.prepareActivation())(crypto.randomUUID());
  }

  account(waitMs = 10_000): Promise<Account> {
    return this.#who.api.readAccount({ query: { waitMs } });
  }

  async #agreed(kind: 'registration' | 'account-agreement' | 'card-binding') {
    const { version, textHash } = await this.#who.api.readAgreement({ params: { kind } });
    return { version, textHash };
  }
}

const fieldsOf = (name: string, idNumber: string, card: IdCard) => ({
  ...{ name, idNumber, sex: sexOf(idNumber), birthDate: birthOf(idNumber) as string, ethnicity: '汉' },
  address: card.address ?? '北京市东城区安定路1号院2号楼303室',
  ...{ issuer: '北京市公安局东城分局', validFrom: '2016-01-01', validTo: card.validTo ?? '2036-01-01' },
});

/** As an engine reads what is beyond doubt. */
const read = <S extends 'front' | 'back'>(side: S, fields: IdCardFields[S]): IdCardReading<S> => ({
  ...{ side, fields, quality: READ_FOR_SURE, picture: Buffer.from('picture') },
  confidence: Object.fromEntries(Object.keys(fields).map((name) => [name, 1])) as IdCardReading<S>['confidence'],
  portrait: side === 'front' ? Buffer.from('portrait') : undefined,
});

async function putIdCard({ inTx, vault }: Needs, customerId: CustomerId, fields: ReturnType<typeof fieldsOf>) {
  const { issuer, validFrom, validTo, ...front } = fields;
  const back: IdCardFields['back'] = { issuer, validFrom, validTo };
  const confirmed = await inTx(async (context): Promise<Result<unknown, string>> => {
    const { tx, today } = context;
    const settings = await readSettings(tx, today);
    for (const side of [read('front', front), read('back', back)]) {
      await keepSide(context, vault, customerId, side, settings);
    }
    const consent = asDocument(await readText(tx, 'id-document', today));
    // An expired card was good when it was confirmed.
    const on = fields.validTo < today ? businessDate(fields.validTo) : today;
    const checked = await checkConfirmation(tx, vault, { customerId, fields, consent }, settings, on);
    return checked.ok ? confirmIdDocument(context, vault, checked.value, FROM) : checked;
  });
  assert.ok(confirmed.ok, JSON.stringify(confirmed));
}
