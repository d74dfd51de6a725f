import { assert, type ContractId, type LoanId } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db } from '../../platform/db/connect.ts';
import { applicationsOf } from '../application/index.ts';
import { contractOf, declaredUseOfFunds, papersOf, type Contract } from '../contract/index.ts';
import { contentOf as modelText, recommendationOf } from '../decision/index.ts';
import { receiptOf } from '../disbursement/index.ts';
import { contentOf as paperContent, eventsOf, papersOf as reviewPapers } from '../review/index.ts';
import { certificateOf, signedFileOf, signingOf } from '../signing/index.ts';
import { ownLoan } from '../servicing/index.ts';
import { inOrder, type Evidence } from './evidence.rules.ts';
import { gatherPerson } from './gather-person.ts';
import { asJson } from './json-item.rules.ts';
import { registered, type Registered } from './register.store.ts';

export type Gathered = { contract: Contract; evidence: Evidence[] };

/** All that there is about a loan, in the order of what happened; undefined while it is not paid out. */
export async function gather(db: Db, vault: Vault, contractId: ContractId): Promise<Gathered | undefined> {
  const known = await registered(db, contractId);
  const receipt = await receiptOf(db, contractId);
  if (!known || !receipt) return undefined;
  const contract = await contractOf(db, vault, known.applicationId);
  assert(contract?.id === contractId, 'what was paid out is the live contract of its application');
  const loan = await ownLoan(db, vault, receipt.loanId as LoanId, contract.customerId);
  if (!loan) return undefined;
  const { paidOn, coreSerialNo, settledAt } = receipt;
  const evidence = [
    ...(await gatherPerson(db, vault, contract)),
    ...(await application(db, vault, contract)),
    ...(await decision(db, vault, contract)),
    ...(await review(db, vault, contract)),
    ...(await papers(db, vault, contract, known)),
    ...(await signing(db, vault, contract)),
    asJson('payout', '放款回单', 'payout', settledAt, { ...receipt, paidOn, coreSerialNo }),
    asJson('loan', '借据与还款计划', 'loan', settledAt, loan),
  ];
  return { contract, evidence: inOrder(evidence) };
}

async function application(db: Db, vault: Vault, contract: Contract): Promise<Evidence[]> {
  const all = await applicationsOf(db, vault, contract.customerId);
  const own = all.find(({ id }) => id === contract.applicationId);
  return own ? [asJson('application', '贷款申请（客户填写并提交的内容）', 'application', own.submittedAt, own)] : [];
}

/** With the model's own text the decision can be made again from its dossier. */
async function decision(db: Db, vault: Vault, contract: Contract): Promise<Evidence[]> {
  const made = await recommendationOf(db, vault, contract.applicationId);
  if (!made) return [];
  const { decidedAt, modelId } = made;
  const label = made.recommended ? '模型建议（全部依据与每条规则）' : '审批决策（全部依据与每条规则）';
  const items = [asJson('decision', label, 'decision', decidedAt, made)];
  if (modelId !== null)
    items.push({
      ...{ kind: 'model', label: `决策模型全文（${made.modelVersion}）`, name: 'decision-model.json' },
      ...{ mediaType: 'application/json', happenedAt: decidedAt },
      content: Buffer.from(await modelText(db, modelId), 'utf8'),
    });
  return items;
}

/** What officers did, and of a contract signed on paper its scans. */
async function review(db: Db, vault: Vault, contract: Contract): Promise<Evidence[]> {
  const events = await eventsOf(db, vault, contract.applicationId);
  const last = events.at(-1);
  if (!last) return [];
  const items = [asJson('review', '人工审批与登记经过', 'review', last.at, { events })];
  const scans = (await reviewPapers(db, vault, contract.applicationId)).filter(({ recorded }) => recorded);
  for (const [n, paper] of scans.entries()) {
    const type = paper.mediaType === 'application/pdf' ? 'pdf' : paper.mediaType === 'image/png' ? 'png' : 'jpg';
    items.push({
      ...{ kind: 'scan', label: '纸质合同扫描件', name: `scan-${n + 1}.${type}`, mediaType: paper.mediaType },
      happenedAt: paper.uploadedAt,
      content: await paperContent(db, vault, paper.id),
    });
  }
  return items;
}

async function papers(db: Db, vault: Vault, contract: Contract, known: Registered): Promise<Evidence[]> {
  const { drawnUpOn, schedule, document, costStatement } = await papersOf(db, vault, contract.id);
  const cost = { costStatementHash: contract.costStatementHash, costStatement };
  const terms = { contract, drawnUpOn, schedule, document };
  const items = [
    asJson('cost-statement', '综合融资成本明示表', 'cost-statement', contract.costConfirmedAt ?? known.agreedAt, cost),
    asJson('contract-text', '借款合同正文、条款与还款计划', 'contract', known.agreedAt, terms),
  ];
  // On paper the statement is among the scans.
  if (contract.signedOffline) return items;
  const useOfFunds = await declaredUseOfFunds(db, vault, contract, drawnUpOn);
  return [asJson('use-of-funds', '贷款用途声明书', 'use-of-funds', useOfFunds.declaredAt, useOfFunds), ...items];
}

/** From the agreement to the signed file, and the very file. */
async function signing(db: Db, vault: Vault, contract: Contract): Promise<Evidence[]> {
  const made = await signingOf(db, vault, contract.id);
  const file = await signedFileOf(db, vault, contract.id);
  if (!made || !file) return [];
  const { id, requestNo, requestedAt, textHash, evidence, evidenceHash, signatures } = made;
  const asked = { signingId: id, requestNo, requestedAt, textHash, evidence, evidenceHash };
  const certificate = await certificateOf(db, vault, contract.id);
  const done = {
    signingId: id,
    signedAt: file.signedAt,
    sha256: file.sha256,
    sizeBytes: file.content.length,
    signatures,
  };
  return [
    asJson('signing-request', '签署请求与身份证据', 'signing-request', requestedAt, asked),
    ...(certificate
      ? [
          asJson('certificate', '客户的事件型证书', 'certificate', certificate.certifiedAt, {
            signingId: id,
            ...certificate,
          }),
        ]
      : []),
    asJson('signing', '签署过程（签名、时间戳、文件哈希）', 'signing', file.signedAt, done),
    {
      ...{ kind: 'signed-contract', label: '已签署的借款合同（PDF）', name: `contract-${contract.no}.pdf` },
      ...{ mediaType: 'application/pdf', happenedAt: file.signedAt, content: file.content },
    },
    ...nationalSignature(contract.no, file),
  ];
}

/** By SM2 on the very file, with the key that verifies it: `npm run -s verify-contract -- contract.pdf --sm2 … --sm2-key …`. */
function nationalSignature(
  no: string,
  { sm2, signedAt }: NonNullable<Awaited<ReturnType<typeof signedFileOf>>>,
): Evidence[] {
  if (!sm2) return [];
  const about = { happenedAt: signedAt, mediaType: 'application/octet-stream' };
  return [
    {
      ...about,
      kind: 'sm2-signature',
      label: '银行的国密签名（SM2/SM3）',
      name: `contract-${no}.sm2`,
      content: sm2.signature,
    },
    {
      ...{ ...about, kind: 'sm2-public-key', label: '验证国密签名的公钥', name: `contract-${no}-sm2-public.pem` },
      content: Buffer.from(sm2.publicKey, 'utf8'),
    },
  ];
}
