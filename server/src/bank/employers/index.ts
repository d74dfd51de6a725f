/**
 * Employers of the group: whom their people are served by, how well the bank knows them, and when they were on the whitelist of the
 * instant loan. A roster says so for all of them: draft → submitted → published (by another person, from a day on) | returned; it is
 * imported whole and never changed. On a day the latest that was published for it or before holds. The bank's own roster decides on the
 * route, not the flag that the HR system sends along.
 */
export type { Employer } from './employer.rules.ts';
export type { DifferenceLine } from './difference.rules.ts';
export { employerOn, employersOf, gradeOn, pageOfEmployers, rosterInForce } from './employers.store.ts';
export { readRosterFile, TEMPLATE, writeRosterFile, type RosterFaults } from './roster-file.ts';
export { HEADER } from './roster-line.rules.ts';
export { differenceFrom, draftRoster, publishRoster, returnRoster, submitRoster } from './rosters.ts';
export { findRoster, listRosters, rostersAhead, type Roster } from './rosters.store.ts';
