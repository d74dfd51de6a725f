import { conventionFor, schedule } from '@miaodai/loan-math';
import {
  assert,
  fen,
  instant,
  ratePpm,
  type ApplicationId,
  type BusinessDate,
  type ContractId,
  type CustomerId,
} from '@miaodai/values';
import { asDocument, type Text } from '../../bank/content/index.ts';
import { COST_STATEMENT_TITLE, contractFileFrom, costPage, dayOf } from './contract-file.rules.ts';
import { costStatementFrom, type Contract } from './contract.rules.ts';

/** What the typesetter is to set. */
type Paper = { template: 'contract' | 'cost-statement' | 'text'; data: unknown };
/** The other texts of a contract's file, as they hold, filled in with examples too; nothing else needs them. */
type Beside = { costStatement: Text; useOfFunds: Text };

const HASH = '0123456789abcdef'.repeat(4);
const CUSTOMER_ID = 'sample' as CustomerId;

/** A text with examples in it as the paper that customers get: a contract with its annexes, the cost statement's table, or the text by itself. */
export function samplePaper(text: Text, on: BusinessDate, beside: Beside | undefined): Paper {
  const plan = schedule({
    method: 'equal-instalment',
    principalFen: fen(50_000_00),
    annualRatePpm: ratePpm(36_000),
    periods: 12,
    convention: conventionFor('monthly'),
    disbursedOn: on,
  });
  if (text.kind === 'cost-statement') {
    const costStatement = costPage(costStatementFrom(text, plan));
    return {
      template: 'cost-statement',
      data: { title: COST_STATEMENT_TITLE, on: dayOf(on), sample: true, costStatement },
    };
  }
  if (text.kind !== 'loan-contract') {
    const { title, paragraphs } = text;
    return { template: 'text', data: { title, paragraphs, on: dayOf(on), sample: true } };
  }
  assert(beside, 'a contract has its annexes');
  const at = instant(`${on}T05:38:10.000Z`);
  const contract: Contract = {
    id: 'sample' as ContractId,
    no: 'HT20261123000001',
    applicationId: 'sample' as ApplicationId,
    customerId: CUSTOMER_ID,
    productCode: 'sample',
    state: 'agreed',
    principalFen: plan.terms.principalFen,
    limitFen: plan.terms.principalFen,
    annualRatePpm: plan.terms.annualRatePpm,
    termMonths: plan.terms.periods,
    purpose: '旅游出行',
    repaymentMethod: plan.terms.method,
    convention: plan.terms.convention,
    accountNo: '6230 **** **** 1234',
    textHash: HASH,
    costStatementHash: HASH,
    costConfirmedAt: at,
    validUntil: on,
    signedOffline: null,
  };
  const papers = {
    drawnUpOn: on,
    schedule: plan.rows,
    document: asDocument(text),
    costStatement: costStatementFrom(beside.costStatement, plan),
  };
  const useOfFunds = { ...asDocument(beside.useOfFunds), declaredAt: at };
  const customer = { name: '王小明', idNumber: '110101199001011234' };
  const data = contractFileFrom({
    contract,
    papers,
    customer,
    useOfFunds,
    agreedBy: { ...SAMPLE_AGREED, ...evidence(at) },
  });
  return { template: 'contract', data: { ...data, sample: true } };
}

const SAMPLE_AGREED = { customerId: CUSTOMER_ID, requestNo: 'S0000000000', evidenceHash: HASH };
const evidence = (at: ReturnType<typeof instant>) => ({
  evidence: {
    agreedAt: at,
    faces: [{ shownAt: at }],
    idDocument: { confirmedAt: at },
    systemCheckedAt: at,
    password: { provenAt: at },
    from: { channel: 'direct-bank', ip: '203.0.113.7' },
  },
});
