import type { Answer, CustomerOperations } from '@miaodai/http-api';
import { capitalAmount, mask, secondsBetween, sum, type BusinessDate, type Instant } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { readText } from '../../bank/content/index.ts';
import { papersOf, type Contract } from '../../lending/contract/index.ts';
import { fileFactsOf, signingOf, type Signing } from '../../lending/signing/index.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { together } from '../../platform/db/together.ts';

type ContractView = Answer<CustomerOperations['readContract']>;
type Looking = { tx: Db | Tx; now: Instant };

/** Signing takes a second or two; whoever waits for longer reads why. */
const SLOW_SECONDS = 15;

/** A contract as its customer sees it; numbers and names of persons masked. */
export async function viewContract({ tx, now }: Looking, vault: Vault, contract: Contract): Promise<ContractView> {
  const [papers, signing, file] = await together([
    papersOf(tx, vault, contract.id),
    signingOf(tx, vault, contract.id),
    fileFactsOf(tx, contract.id),
  ]);
  return {
    contractId: contract.id,
    contractNo: contract.no,
    applicationId: contract.applicationId,
    state: contract.state,
    principalFen: contract.principalFen,
    principalInCapitals: capitalAmount(contract.principalFen),
    annualRatePpm: contract.annualRatePpm,
    irrPpm: papers.costStatement.irrPpm,
    termMonths: contract.termMonths,
    purpose: contract.purpose,
    repaymentMethod: contract.repaymentMethod,
    payoutAccountNo: mask.accountNo(contract.accountNo),
    repaymentAccountNo: mask.accountNo(contract.accountNo),
    totalInterestFen: sum(papers.schedule.map((row) => row.interestFen)),
    rows: [...papers.schedule],
    document: papers.document,
    costStatement: { ...papers.costStatement, textHash: contract.costStatementHash },
    costConfirmedAt: contract.costConfirmedAt,
    signing: signing ? await viewSigning({ tx, now }, signing, file) : null,
    validUntil: contract.validUntil,
  };
}

/** Who signed, masked, and how far it is. */
export async function viewSigning(
  { tx, now }: Looking,
  signing: Signing,
  file: { sha256: string; sizeBytes: number } | undefined,
): Promise<NonNullable<ContractView['signing']>> {
  const { state, requestedAt, signedAt, signatures } = signing;
  return {
    ...{ state, requestedAt, signedAt },
    sha256: file?.sha256 ?? null,
    sizeBytes: file?.sizeBytes ?? null,
    signatures: signatures.map((signature) => ({
      ...signature,
      name: signature.signer === 'customer' ? mask.name(signature.name) : signature.name,
    })),
    words: await wordsFor(tx, signing, now),
  };
}

/** Why it takes longer than it should, or why it was refused. */
async function wordsFor(tx: Db | Tx, { state, requestedAt }: Signing, now: Instant): Promise<string | null> {
  const words = async (kind: string, on: BusinessDate) => (await readText(tx, kind, on)).paragraphs.join('');
  if (state === 'refused') return words('signing-refused', await today(tx));
  const isSlow = state === 'requested' && secondsBetween(requestedAt, now) > SLOW_SECONDS;
  return isSlow ? words('signing-slow', await today(tx)) : null;
}
