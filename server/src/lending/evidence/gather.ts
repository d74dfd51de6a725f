import { assert, yuanDisplay, type ContractId, type LoanId } from '@miaodai/values';
import { asDocument, fillIn, findTextVersion } from '../../bank/content/index.ts';
import { productNames } from '../../bank/products/index.ts';
import { consentEvidence } from '../../customer/consent/index.ts';
import { readCustomer } from '../../customer/identity/index.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db } from '../../platform/db/connect.ts';
import { applicationsOf } from '../application/index.ts';
import { contractOf, papersOf, type Contract } from '../contract/index.ts';
import { contentOf as modelText, recommendationOf } from '../decision/index.ts';
import { receiptOf } from '../disbursement/index.ts';
import { contentOf as paperContent, eventsOf, papersOf as reviewPapers } from '../review/index.ts';
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
  const [consent] = (await consentEvidence(db, contract.customerId, [contract.applicationId])).filter(
    ({ kind }) => kind === 'use-of-funds',
  );
  const items: Evidence[] = [];
  if (consent) {
    const text = await useOfFunds(db, vault, contract, { version: consent.version, applicationNo: known.applicationNo });
    const facts = { agreedTextHash: consent.textHash, isTheTextAgreedTo: text?.textHash === consent.textHash, text };
    items.push(asJson('use-of-funds', '贷款用途声明书', 'use-of-funds', consent.agreedAt, facts));
  }
  const cost = { costStatementHash: contract.costStatementHash, costStatement };
  const terms = { contract, drawnUpOn, schedule, document };
  return [
    ...items,
    asJson('cost-statement', '综合融资成本明示表', 'cost-statement', contract.costConfirmedAt ?? known.agreedAt, cost),
    asJson('contract-text', '借款合同正文、条款与还款计划', 'contract', known.agreedAt, terms),
  ];
}

/** As it was read: the text of that version with what was filled in. */
async function useOfFunds(
  db: Db,
  vault: Vault,
  contract: Contract,
  { version, applicationNo }: { version: string; applicationNo: string },
) {
  const text = await findTextVersion(db, 'use-of-funds', version);
  const { name } = await readCustomer(db, vault, contract.customerId);
  const productName = (await productNames(db)).get(contract.productCode) ?? '';
  const { principalFen, purpose } = contract;
  const words = { customerName: name, applicationNo, principal: yuanDisplay(principalFen), purpose, productName };
  return text && asDocument(fillIn(text, words));
}
