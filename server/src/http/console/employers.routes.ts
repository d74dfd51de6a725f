import type { employerOperations } from '@miaodai/http-api';
import { ok, refuse, type Result } from '@miaodai/values';
import { branchNames } from '../../bank/branches/index.ts';
import { today } from '../../bank/calendar/index.ts';
import {
  draftRoster,
  employersOf,
  findRoster,
  listRosters,
  pageOfEmployers,
  publishRoster,
  readRosterFile,
  returnRoster,
  rosterInForce,
  submitRoster,
  TEMPLATE,
  writeRosterFile,
  type Employer,
  type RosterFaults,
} from '../../bank/employers/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { informed, type Handlers } from '../door.ts';
import type { Refusal } from '../problem.ts';
import { has, type StaffCaller } from './caller.ts';
import type { Needs } from './needs.ts';
import { viewRoster, viewRosters } from './roster.view.ts';

/** Rosters are business of the bank, not of persons; still they are for those who keep, release or audit them. */
const maySee = (caller: StaffCaller): boolean =>
  has(caller, 'employers-edit') || has(caller, 'employers-publish') || has(caller, 'audit-trail');

type Table = typeof employerOperations;

export const employerRoutes = (needs: Needs): Handlers<Table, StaffCaller> => ({
  ...reads(needs),
  ...writes(needs),
});

type Reads = 'listEmployers' | 'listRosters' | 'rosterTemplate' | 'readRoster' | 'exportRoster';

const reads = ({ db }: Needs): Pick<Handlers<Table, StaffCaller>, Reads> => ({
  listEmployers: async ({ query }, caller) => (maySee(caller) ? listEmployers(db, query) : refuse('right-missing')),
  listRosters: async (_, caller) => {
    if (!maySee(caller)) return refuse('right-missing');
    const day = await today(db);
    return ok({ rosters: await viewRosters(db, await listRosters(db), day), today: day });
  },
  rosterTemplate: async (_, caller) => {
    if (!maySee(caller)) return refuse('right-missing');
    return ok({ fileName: '单位名册模板.csv', content: writeRosterFile(TEMPLATE, await branchNames(db)) });
  },
  readRoster: async ({ params }, caller) =>
    maySee(caller) ? shownRoster(db, params.rosterId, caller) : refuse('right-missing'),
  exportRoster: async ({ params }, caller) => {
    if (!maySee(caller)) return refuse('right-missing');
    const roster = await findRoster(db, params.rosterId);
    if (!roster) return refuse('not-found');
    const content = writeRosterFile(await employersOf(db, roster.rosterId), await branchNames(db));
    return ok({ fileName: `单位名册-第${roster.versionNo}版.csv`, content });
  },
});

type Writes = 'importRoster' | 'submitRoster' | 'publishRoster' | 'returnRoster';

const writes = ({ db }: Needs): Pick<Handlers<Table, StaffCaller>, Writes> => ({
  importRoster: informed({
    // Read before the transaction: a file of thousands of lines takes its time, and a bad one needs none.
    look: async ({ body }): Promise<Result<File, never> | Refusal> => {
      const bytes = Buffer.from(body.base64, 'base64');
      const read = readRosterFile(bytes, wordsForBranches(await branchNames(db)));
      return 'faults' in read ? notValid(read) : ok({ bytes, employers: read.employers });
    },
    within: async (context, { body: { fileName, note } }, caller, file) => {
      const rosterId = await draftRoster(context, { fileName, note, ...file }, caller.session.staffId);
      return shownRoster(context.tx, rosterId, caller);
    },
  }),
  submitRoster: {
    within: async (context, { params: { rosterId } }, caller) =>
      afterwards(context, rosterId, caller, await submitRoster(context, rosterId, caller.session.staffId)),
  },
  publishRoster: {
    within: async (context, { params: { rosterId }, body }, caller) =>
      afterwards(
        context,
        rosterId,
        caller,
        await publishRoster(context, { rosterId, ...body }, caller.session.staffId),
      ),
  },
  returnRoster: {
    within: async (context, { params: { rosterId }, body }, caller) =>
      afterwards(context, rosterId, caller, await returnRoster(context, { rosterId, ...body }, caller.session.staffId)),
  },
});

type File = { bytes: Uint8Array; employers: Employer[] };

const shownRoster = async (tx: Tx | Db, rosterId: string, caller: StaffCaller) => {
  const roster = await findRoster(tx, rosterId);
  return roster ? ok(await viewRoster(tx, roster, caller)) : refuse('not-found');
};

const afterwards = async <Code extends string>(
  { tx }: Context,
  rosterId: string,
  caller: StaffCaller,
  moved: Result<void, Code>,
) => (moved.ok ? shownRoster(tx, rosterId, caller) : moved);

/** A cell may say a branch by its code or its name. */
const wordsForBranches = (names: ReadonlyMap<string, string>): Map<string, string> =>
  new Map(
    [...names].flatMap(([code, name]) => [
      [code, code],
      [name, code],
    ]),
  );

function notValid({ count, faults }: RosterFaults): Refusal {
  const more = count > faults.length ? `，先列出前 ${faults.length} 处` : '';
  return {
    ...refuse('roster-not-valid', { words: `共有 ${count} 处错误${more}` }),
    fields: faults.map(({ line, column, reason }) => ({ path: `line:${line}:${column ?? ''}`, message: reason })),
  };
}

type Query = Parameters<Handlers<Table, StaffCaller>['listEmployers']>[0]['query'];

async function listEmployers(db: Db, query: Query) {
  const on = query.on ?? (await today(db));
  const { page = 1, pageSize = 50, text, branchCode } = query;
  const rosterId = query.rosterId ?? (await rosterInForce(db, on))?.rosterId;
  const roster = rosterId === undefined ? undefined : await findRoster(db, rosterId);
  if (query.rosterId !== undefined && !roster) return refuse('not-found');
  const names = await branchNames(db);
  const whitelisted = query.whitelisted === undefined ? undefined : query.whitelisted === 'true';
  const found = roster
    ? await pageOfEmployers(db, roster.rosterId, { on, text, branchCode, whitelisted }, { page, pageSize })
    : { items: [], total: 0 };
  const [summary] = roster ? await viewRosters(db, [roster], await today(db)) : [];
  return ok({
    ...{ roster: summary ?? null, on, page, pageSize, total: found.total },
    items: found.items.map((one) => ({ ...one, branchName: names.get(one.branchCode) ?? one.branchCode })),
    branches: [...names].map(([code, name]) => ({ branchCode: code, name })),
  });
}
