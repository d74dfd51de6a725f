/**
 * Who the customers are: name, ID number and mobile (encrypted), and the sessions in which they are known.
 * A session: live → idle too long / too old / ended. Its cookie is random; only a hash of it is kept.
 */
export { registerCustomer, readCustomer, findCustomerByMobile } from './customers.store.ts';
export { endSession, findSession, startSession, type LiveSession, type SessionView } from './sessions.ts';
export type { Customer } from './identity.rules.ts';
