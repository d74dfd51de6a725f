import type { Answer, ConsoleOperations } from '@miaodai/http-api';
import type { BusinessDate } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { branchNames } from '../../bank/branches/index.ts';
import {
  differenceFrom,
  HEADER,
  rosterInForce,
  rostersAhead,
  type DifferenceLine,
  type Roster,
} from '../../bank/employers/index.ts';
import { memberNames } from '../../bank/staff/index.ts';
import { openApplicationsByEmployer } from '../../lending/application/index.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { mayJudge, writersOf } from '../../bank/four-eyes/index.ts';
import { has, type StaffCaller } from './caller.ts';

type RosterView = Answer<ConsoleOperations['readRoster']>;
type Summary = Answer<ConsoleOperations['listRosters']>['rosters'][number];

/** As many lines of a difference as a person reads. */
const MOST_LINES = 500;

export async function viewRosters(tx: Tx | Db, rosters: readonly Roster[], on: BusinessDate): Promise<Summary[]> {
  const holds = await rosterInForce(tx, on);
  const ids = rosters.flatMap(({ draftedBy, submittedBy, publishedBy, returnedBy }) => [
    ...[draftedBy, submittedBy, publishedBy, returnedBy].filter((id) => id !== null),
  ]);
  const names = await memberNames(tx, ids);
  const by = <At>(id: string | null, at: At | null) =>
    id === null || at === null ? null : { name: names.get(id) ?? id, at };
  return rosters.map((roster) => {
    const { rosterId, versionNo, state, effectiveFrom, fileName, fileHash: hash, employers, note } = roster;
    const returned = by(roster.returnedBy, roster.returnedAt);
    return {
      ...{ rosterId, versionNo, state, effectiveFrom, fileName, hash, employers, note },
      inForce: holds?.rosterId === rosterId,
      drafted: by(roster.draftedBy, roster.draftedAt),
      submitted: by(roster.submittedBy, roster.submittedAt),
      published: by(roster.publishedBy, roster.publishedAt),
      returned: returned && { ...returned, reason: roster.returnReason ?? '' },
    };
  });
}

/** One version with what it would change, and what may be done with it by the one who asks. */
export async function viewRoster(tx: Tx | Db, roster: Roster, caller: StaffCaller): Promise<RosterView> {
  const on = await today(tx);
  const [summary] = (await viewRosters(tx, [roster], on)) as [Summary];
  return {
    ...summary,
    difference: await viewDifference(tx, roster.rosterId, on),
    ahead: await rostersAhead(tx, on),
    may: mayOf(roster, caller),
  };
}

function mayOf(roster: Roster, caller: StaffCaller): RosterView['may'] {
  const judges = mayJudge(has(caller, 'employers-publish'), writersOf(roster), caller.session.staffId);
  const submit = roster.state === 'draft' ? 'yes' : 'wrong-state';
  return { submit: has(caller, 'employers-edit') ? submit : 'right-missing', publish: judges, return: judges };
}

async function viewDifference(tx: Tx | Db, rosterId: string, on: BusinessDate): Promise<RosterView['difference']> {
  const { same, lines, with: rival } = await differenceFrom(tx, rosterId, on);
  const open = await openApplicationsByEmployer(
    tx,
    lines.map(({ code }) => code),
  );
  const branches = await branchNames(tx);
  const count = (change: DifferenceLine['change']) => lines.filter((line) => line.change === change).length;
  return {
    ...{ with: rival, same, added: count('added'), removed: count('removed'), changed: count('changed') },
    lines: lines.slice(0, MOST_LINES).map(({ change, code, name, fields }) => ({
      ...{ change, code, name, openApplications: open.get(code) ?? 0 },
      fields: fields.map(({ field, before, now }) => {
        const words = (value: string | null) => (field === 'branchCode' ? (branches.get(value ?? '') ?? value) : value);
        return { field, label: HEADER[field], before: words(before), now: words(now) };
      }),
    })),
    openApplications: [...open.values()].reduce((sum, n) => sum + n, 0),
  };
}
