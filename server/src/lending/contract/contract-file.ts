import { join } from 'node:path';
import { assert, type ContractId } from '@miaodai/values';
import { hashOf } from '../../bank/content/index.ts';
import { readCustomer } from '../../customer/identity/index.ts';
import { type Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { contractFileFrom, type AgreedBy, type ContractFileData } from './contract-file.rules.ts';
import { costStatementHash } from './contract.rules.ts';
import { ownContract, papersOf } from './contract.store.ts';
import { declaredUseOfFunds } from './declare-use-of-funds.ts';

/** Where the typesetter finds contract, cost-statement and text. */
export const PAPER_TEMPLATES = join(import.meta.dirname, 'templates');

/**
 * All that stands in the file that is signed, for the template 'contract'. From the contract's own rows: the same contract always brings
 * the same data.
 * @throws where a text is not the one that was agreed to, by its hash.
 */
export async function contractFile(
  tx: Tx | Db,
  vault: Vault,
  contractId: ContractId,
  agreedBy: AgreedBy,
): Promise<ContractFileData> {
  const contract = await ownContract(tx, vault, contractId, agreedBy.customerId);
  assert(contract && contract.signedOffline === null, `${contractId} is a contract that is signed here`);
  const papers = await papersOf(tx, vault, contractId);
  assert(hashOf(papers.document) === contract.textHash, `${contract.no}: the text that was agreed to`);
  const isConfirmed = costStatementHash(papers.costStatement) === contract.costStatementHash;
  assert(isConfirmed, `${contract.no}: the cost statement that was confirmed`);
  const useOfFunds = await declaredUseOfFunds(tx, vault, contract, papers.drawnUpOn);
  const customer = await readCustomer(tx, vault, contract.customerId);
  return contractFileFrom({ contract, papers, customer, useOfFunds, agreedBy });
}
