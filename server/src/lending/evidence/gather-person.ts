import type { Instant } from '@miaodai/values';
import { findTextVersion, hashOf } from '../../bank/content/index.ts';
import { consentEvidence, ruleOf } from '../../customer/consent/index.ts';
import { documentEvidence } from '../../customer/documents/index.ts';
import { faceEvidence } from '../../customer/face/index.ts';
import { readCustomer } from '../../customer/identity/index.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db } from '../../platform/db/connect.ts';
import { facesShown, systemCheckOf } from '../application/index.ts';
import type { Contract } from '../contract/index.ts';
import type { Evidence } from './evidence.rules.ts';
import { asJson } from './json-item.rules.ts';

/** What the customer agreed to, and how it was known that it was they. */
export async function gatherPerson(db: Db, vault: Vault, contract: Contract): Promise<Evidence[]> {
  const { customerId, applicationId } = contract;
  const faces = await facesShown(db, applicationId);
  const attemptIds = faces.flatMap(({ attemptId }) => attemptId ?? []);
  const document = await documentEvidence(db, vault, customerId);
  const subjects = [applicationId, contract.id, ...attemptIds];
  return [
    ...(await consents(db, contract, subjects)),
    await identity(db, vault, contract, document),
    ...(await systemCheck(db, contract)),
    ...(await faceItems(db, vault, contract, attemptIds)),
  ];
}

/** Each with its text where that is the same for everybody; what was filled in for this customer is an item of its own. */
async function consents(db: Db, { customerId }: Contract, subjects: readonly string[]): Promise<Evidence[]> {
  const items: Evidence[] = [];
  for (const consent of await consentEvidence(db, customerId, subjects)) {
    const text = await findTextVersion(db, consent.kind, consent.version);
    const same = text !== undefined && hashOf(text) === consent.textHash;
    const words = same ? { title: text.title, paragraphs: text.paragraphs } : null;
    const label = `同意：${ruleOf(consent.kind).title}`;
    items.push(asJson('consent', label, `consent-${consent.kind}`, consent.agreedAt, { ...consent, text: words }));
  }
  return numbered(items);
}

type Document = Awaited<ReturnType<typeof documentEvidence>>;

/** The card is confirmed only after the citizen registry has agreed to name and number; the registry's own answer is that yes. */
async function identity(db: Db, vault: Vault, contract: Contract, document: Document): Promise<Evidence> {
  const { name, idNumber } = await readCustomer(db, vault, contract.customerId);
  const registry = document ? { system: 'citizen-registry', answer: 'agreed', at: document.confirmedAt } : null;
  const facts = { customerId: contract.customerId, name, idNumber, document: document ?? null, registry };
  return asJson('identity', '身份证件与联网核查', 'identity', document?.confirmedAt ?? null, facts);
}

async function systemCheck(db: Db, { applicationId }: Contract): Promise<Evidence[]> {
  const check = await systemCheckOf(db, applicationId);
  return check ? [asJson('system-check', '申请前系统检查', 'system-check', check.at, check)] : [];
}

async function faceItems(
  db: Db,
  vault: Vault,
  { customerId }: Contract,
  attemptIds: readonly string[],
): Promise<Evidence[]> {
  const attempts = await faceEvidence(db, vault, { customerId, attemptIds });
  return numbered(
    attempts.map((attempt) => {
      const at: Instant = attempt.decidedAt ?? attempt.startedAt;
      return asJson('face', '人脸识别结果', 'face', at, attempt);
    }),
  );
}

/** Names of files are all different. */
function numbered(items: readonly Evidence[]): Evidence[] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const times = (seen.get(item.name) ?? 0) + 1;
    seen.set(item.name, times);
    return times === 1 ? item : { ...item, name: item.name.replace(/\.json$/, `-${times}.json`) };
  });
}
