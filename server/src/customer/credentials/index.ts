/**
 * What a customer proves themselves by: login password, transaction password, SMS codes. Wrong tries are counted in the database,
 * so that no number of nodes or restarts gives another try; tries at one password take turns; a lock ends by time.
 */
export { passwordState, setPassword } from './passwords.store.ts';
export { checkPassword, checkStranger } from './check-password.ts';
export { checkSmsCode, issueSmsCode, subjectOf } from './sms-codes.ts';
export { forgetOldCodes, type Scope as SmsCodeScope } from './sms-codes.store.ts';
export { issueNonce, openTransactionPassword } from './password-nonces.ts';
export { forgetOldNonces } from './password-nonces.store.ts';
export { forgetStrangers } from './tries.store.ts';
export { deleteCredentials } from './forget.store.ts';
