import type { Answer, CustomerOperations } from '@miaodai/http-api';
import { capitalAmount, mask, sum, type Instant } from '@miaodai/values';
import { papersOf, type Contract } from '../../lending/contract/index.ts';
import { fileFactsOf, signingOf } from '../../lending/signing/index.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { together } from '../../platform/db/together.ts';
import { viewSigning } from '../signing.view.ts';

type ContractView = Answer<CustomerOperations['readContract']>;
type Looking = { tx: Db | Tx; now: Instant };

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
