import type { ApplicationId, DecisionId } from '@miaodai/values';
import type { Customer } from '../../customer/identity/index.ts';
import type { BigData, RiskAssessment } from '../../integrations/big-data/port.ts';
import type { CreditBureau, CreditReport } from '../../integrations/credit-bureau/port.ts';
import { askOnce } from '../../integrations/external-calls/index.ts';
import type { Outcome } from '../../integrations/outcome.ts';
import { sha256Hex, type Vault } from '../../platform/crypto/vault.ts';
import type { Db } from '../../platform/db/connect.ts';

export type FactNeeds = { db: Db; vault: Vault; creditBureau: CreditBureau; bigData: BigData };
type About = { decisionId: DecisionId; applicationId: ApplicationId; customer: Customer; consentNo: string };
export type Facts = { bureau: CreditReport; bigData: RiskAssessment };

/** Asks all sources side by side; each is asked once for a decision, however often the job runs. Names who was silent or said no. */
export async function gatherFacts(
  needs: FactNeeds,
  about: About,
): Promise<{ complete: true; facts: Facts } | { complete: false; missing: string[] }> {
  const [bureau, bigData] = await Promise.all([askBureau(needs, about), askBigData(needs, about)]);
  if (bureau.is === 'done' && bigData.is === 'done') {
    return { complete: true, facts: { bureau: bureau.value, bigData: bigData.value } };
  }
  return { complete: false, missing: [...gap('credit-bureau', bureau), ...gap('big-data', bigData)] };
}

function askBureau(
  needs: FactNeeds,
  { decisionId, applicationId, customer, consentNo }: About,
): Promise<Outcome<CreditReport>> {
  const queryNo = requestNo('B', decisionId);
  const query = { queryNo, consentNo, name: customer.name, idNumber: customer.idNumber };
  const intent = { requestNo: queryNo, system: 'credit-bureau', operation: 'report', subject: applicationId };
  return askOnce(needs, { ...intent, requestHash: hashOf(needs.vault, query) }, () => needs.creditBureau.report(query));
}

function askBigData(
  needs: FactNeeds,
  { decisionId, applicationId, customer }: About,
): Promise<Outcome<RiskAssessment>> {
  const number = requestNo('D', decisionId);
  const query = { requestNo: number, name: customer.name, idNumber: customer.idNumber, mobile: customer.mobile };
  const intent = { requestNo: number, system: 'big-data', operation: 'assess', subject: applicationId };
  return askOnce(needs, { ...intent, requestHash: hashOf(needs.vault, query) }, () => needs.bigData.assess(query));
}

/** A letter and the 32 hex digits of the decision would be 33: the letter takes the place of the first, which is the same for all. */
const requestNo = (letter: string, id: DecisionId): string => letter + id.replaceAll('-', '').slice(1);

/** Keyed, since the request holds personal data that a plain hash would give away. */
const hashOf = (vault: Vault, query: object): string =>
  sha256Hex(vault.index('request', JSON.stringify(query)).toString('hex'));

const gap = (source: string, outcome: Outcome<unknown>): string[] =>
  outcome.is === 'done' ? [] : [`${source}: ${outcome.is === 'unknown' ? outcome.cause : outcome.code}`];
