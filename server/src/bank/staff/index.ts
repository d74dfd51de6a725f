/**
 * The bank's own people: members with roles (sets of rights) and, where they decide on loans, a level of authority; their sessions
 * at the console; and the audit trail of what they did and whom they looked at.
 */
export { recordAct } from './acts.store.ts';
export { authoritiesFor, type Authority } from './authorities.store.ts';
export { insertMember, memberNames } from './members.store.ts';
export { endStaffSession, findStaffSession, type StaffSession } from './sessions.ts';
export { forgetOldStaffSessions } from './sessions.store.ts';
export { signInStaff } from './sign-in.ts';
