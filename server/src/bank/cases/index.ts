/** What a person must look at (人工落地处理). A case is open once for its subject, however often the reason is seen. */
export { closeCase, countOpenCases, openCase } from './cases.store.ts';
