/**
 * Who the customers are: mobile, and once that is known, name and ID number (encrypted); the devices that are theirs, and the sessions in
 * which they are known. A customer: registered → known, and then stays who they are.
 * A session: live → idle too long / too old / ended. Its cookie is random, replaced now and then; only hashes of it are kept.
 */
export {
  registerCustomer,
  registerMobile,
  readContact,
  readCustomer,
  readMobiles,
  findCustomerByMobile,
} from './customers.store.ts';
export { makeKnown, moveToMobile } from './become-known.ts';
export { isStrange, knowDevice } from './devices.ts';
export {
  endSessions,
  findSession,
  listSessions,
  signOut,
  startSession,
  type LiveSession,
  type SessionView,
} from './sessions.ts';
export { recordSecurityEvent, securityEventsOf } from './security-events.store.ts';
export type { Customer } from './identity.rules.ts';
export { deleteForgottenDevices, forgetOldSessions, forgetUnusedDevices } from './housekeeping.store.ts';
export { deleteSecurityLog, erasePerson, releaseNumbers } from './forget.store.ts';
