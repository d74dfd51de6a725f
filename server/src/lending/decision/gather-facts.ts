import type { ApplicationId, DecisionId } from '@miaodai/values';
import type { Product } from '../../bank/products/index.ts';
import type { Customer } from '../../customer/identity/index.ts';
import type { BigData, RiskAssessment } from '../../integrations/big-data/port.ts';
import type { CreditBureau, CreditReport } from '../../integrations/credit-bureau/port.ts';
import { askClaimed, claimAll, settleCall, type Intent } from '../../integrations/external-calls/index.ts';
import type { EmployeeStanding, HrSystem } from '../../integrations/hr-system/port.ts';
import { refused, unknown, type Outcome } from '../../integrations/outcome.ts';
import { sha256Hex, type Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { together } from '../../platform/db/together.ts';

export type FactNeeds = { db: Db; vault: Vault; hrSystem: HrSystem; creditBureau: CreditBureau; bigData: BigData };
type About = {
  decisionId: DecisionId;
  applicationId: ApplicationId;
  customer: Customer;
  consentNo: string;
  erpNo: string;
  sources: Product['sources'];
};
export type SourceName = 'hr' | 'bureau' | 'bigData';
/** What a source said; where it said nothing, why. */
type Said<T> = { value: T } | { missing: string };
export type Facts = { hr: Said<EmployeeStanding>; bureau: Said<CreditReport>; bigData: Said<RiskAssessment> };

/** By their letters in the request numbers, and by the names under which their calls are kept. */
const CALLS = {
  hr: { letter: 'H', system: 'hr-system', operation: 'verify-employee' },
  bureau: { letter: 'B', system: 'credit-bureau', operation: 'report' },
  bigData: { letter: 'D', system: 'big-data', operation: 'assess' },
} as const satisfies Record<SourceName, object>;

/**
 * Asks all sources side by side, each until its own deadline; each is asked once for a decision, however often the job runs. What comes
 * later than its deadline is kept all the same, for a run that still needs it.
 */
export async function gatherFacts(needs: FactNeeds, about: About): Promise<Facts> {
  const { customer, consentNo, erpNo } = about;
  const { name, idNumber, mobile } = customer;
  const queries = {
    hr: { name, idNumber, erpNo },
    bureau: { consentNo, name, idNumber },
    bigData: { name, idNumber, mobile },
  };
  const intents = {
    hr: intentOf(needs.vault, about, 'hr', queries.hr),
    bureau: intentOf(needs.vault, about, 'bureau', queries.bureau),
    bigData: intentOf(needs.vault, about, 'bigData', queries.bigData),
  };
  const attempts = await claimAll(needs.db, Object.values(intents));
  const ask = <T>(source: SourceName, call: (number: string) => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    const intent = intents[source];
    const { requestNo } = intent;
    const asked = askClaimed(needs, intent, attempts.get(requestNo), () => call(requestNo));
    return inTime(asked, about.sources[source].deadlineMs);
  };
  const [hr, bureau, bigData] = await Promise.all([
    ask('hr', () => needs.hrSystem.verifyEmployee(queries.hr)),
    ask('bureau', (queryNo) => needs.creditBureau.report({ ...queries.bureau, queryNo })),
    ask('bigData', (requestNo) => needs.bigData.assess({ ...queries.bigData, requestNo })),
  ]);
  return { hr: said(hr), bureau: said(bureau), bigData: said(bigData) };
}

const said = <T>(outcome: Outcome<T>): Said<T> =>
  outcome.is === 'done'
    ? { value: outcome.value }
    : { missing: outcome.is === 'unknown' ? outcome.cause : outcome.code };

/** The decision stands: who has not answered by now is not asked again. */
export async function stopAsking(tx: Tx, decisionId: DecisionId, silent: readonly SourceName[]): Promise<void> {
  const given = refused('not-waited-for', 'decided without it');
  await together(silent.map((name) => settleCall(tx, requestNo(CALLS[name].letter, decisionId), 0, given)));
}

function intentOf(vault: Vault, { decisionId, applicationId }: About, source: SourceName, query: object): Intent {
  const { letter, system, operation } = CALLS[source];
  const number = requestNo(letter, decisionId);
  const requestHash = hashOf(vault, { ...query, number });
  return { requestNo: number, system, operation, subject: applicationId, requestHash };
}

async function inTime<T>(asked: Promise<Outcome<T>>, deadlineMs: number): Promise<Outcome<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome<T>>((resolve) => {
    timer = setTimeout(() => resolve(unknown('no answer in time')), deadlineMs);
  });
  // Nobody waits for it any more: what it brings is kept by then, or asked for again.
  asked.catch(() => undefined);
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A letter and the 32 hex digits of the decision would be 33: the letter takes the place of the first, which is the same for all. */
const requestNo = (letter: string, id: DecisionId): string => letter + id.replaceAll('-', '').slice(1);

/** Keyed, since the request holds personal data that a plain hash would give away. */
const hashOf = (vault: Vault, query: object): string =>
  sha256Hex(vault.index('request', JSON.stringify(query)).toString('hex'));
