/**
 * Terms, documents and the customer's agreement to them. drafted → agreed, or void when the application is given up;
 * agreed → drafted where it could not be signed. The cost statement is confirmed first, by itself.
 * The convention that interest is counted by is written into the contract; what was agreed to is known by the hash of the text and
 * of the cost statement. One that an officer has approved is signed on paper and recorded as agreed.
 */
export { agreeContract, checkAgreeable } from './agree-contract.ts';
export { contractFile, PAPER_TEMPLATES } from './contract-file.ts';
export { confirmCostStatement } from './confirm-cost-statement.ts';
export { DAY_COUNT_WORDS, METHOD_WORDS, termsOf, type Contract } from './contract.rules.ts';
export { contractOf, lockContract, ownContract, papersOf, reopenContract } from './contract.store.ts';
export { declaredUseOfFunds, declareUseOfFunds, useOfFundsDocument } from './declare-use-of-funds.ts';
export { recordOfflineContract } from './record-offline-contract.ts';
export { samplePaper } from './sample-paper.ts';
export { releaseOffer } from './release-offer.ts';
export { eraseContractDocuments } from './erase-documents.store.ts';
