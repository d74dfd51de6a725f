import type { Answer, textOperations } from '@miaodai/http-api';
import { addDays, type BusinessDate, type Instant, type StaffId } from '@miaodai/values';
import {
  families,
  findDraft,
  groups,
  hashOf,
  kindOf,
  listVersions,
  mayBegin,
  openDrafts,
  variablesOf,
  versionsOf,
  type Draft,
  type Version,
} from '../../bank/content/index.ts';
import { mayJudge } from '../../bank/four-eyes/index.ts';
import { memberNames } from '../../bank/staff/index.ts';
import { anyAgreedSince } from '../../customer/consent/index.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { has, type StaffCaller } from './caller.ts';

type TextList = Answer<typeof textOperations.listTexts>;
type TextView = Answer<typeof textOperations.readTextVersions>;
type Looking = { tx: Tx | Db; today: BusinessDate };
type Names = ReadonlyMap<string, string>;

export async function viewTexts({ tx, today }: Looking): Promise<TextList> {
  const versions = await listVersions(tx);
  const drafts = await openDrafts(tx);
  const names = await memberNames(
    tx,
    drafts.map(({ draftedBy }) => draftedBy),
  );
  const kinds = [...new Set([...versions, ...drafts].map(({ kind }) => kind))].toSorted();
  return {
    today,
    groups: Object.entries(groups).map(([group, label]) => ({ group: group as keyof typeof groups, label })),
    texts: kinds.map((kind) => {
      const own = versions.filter((version) => version.kind === kind);
      const inForce = own.find(({ effectiveFrom }) => effectiveFrom <= today);
      const coming = own.findLast(({ effectiveFrom }) => effectiveFrom > today);
      const draft = drafts.find((one) => one.kind === kind);
      const { group, form } = kindOf(kind);
      return {
        ...{ kind, group, form, title: (inForce ?? coming ?? draft)?.title ?? kind },
        inForce: inForce ? { version: inForce.version, effectiveFrom: inForce.effectiveFrom } : null,
        coming: coming ? { version: coming.version, effectiveFrom: coming.effectiveFrom } : null,
        draft: draft
          ? { version: draft.version, state: draft.state, drafted: told(names, draft.draftedBy, draft.draftedAt) }
          : null,
      };
    }),
    families: families.map(({ prefix, label }) => ({ prefix, label })),
  };
}

/** Undefined where there is no such text, and none may be begun. */
export async function viewText(
  { tx, today }: Looking,
  kind: string,
  caller: StaffCaller,
): Promise<TextView | undefined> {
  const versions = await versionsOf(tx, kind);
  const draft = await findDraft(tx, kind);
  if (versions.length === 0 && !draft && !mayBegin(kind)) return undefined;
  const ids = [...versions, ...(draft ? [{ ...draft, publishedBy: null }, { draftedBy: draft.returnedBy }] : [])]
    .flatMap((one) => Object.entries(one))
    .flatMap(([name, value]) => (name.endsWith('By') && typeof value === 'string' ? [value] : []));
  const names = await memberNames(tx, ids);
  const inForce = versions.find(({ effectiveOn, withdrawnAt }) => effectiveOn <= today && withdrawnAt === null);
  const { group, form } = kindOf(kind);
  return {
    ...{ kind, group, form, title: (inForce ?? versions.at(-1) ?? draft)?.title ?? kind },
    variables: variablesOf(kind),
    versions: versions.map((version) => ({
      ...viewVersion(version, names),
      state: stateOf(version, inForce, today),
    })),
    draft: draft ? viewDraft(draft, names) : null,
    may: { ...whatMay(draft, caller), callOff: has(caller, 'texts-publish') ? 'yes' : 'right-missing' },
    today,
    earliest: await earliestDay({ tx, today }, kind, versions),
  };
}

function stateOf(
  version: Version,
  inForce: Version | undefined,
  today: BusinessDate,
): TextView['versions'][number]['state'] {
  if (version.withdrawnAt !== null) return 'withdrawn';
  if (version === inForce) return 'in-force';
  return version.effectiveOn > today ? 'coming' : 'past';
}

const told = (names: Names, by: StaffId, at: Instant) => ({ name: names.get(by) ?? '', at });
const toldOf = (names: Names, by: StaffId | null, at: Instant | null) => (by && at ? told(names, by, at) : null);

function viewVersion(version: Version, names: Names) {
  const withdrawn = toldOf(names, version.withdrawnBy, version.withdrawnAt);
  return {
    ...wordingOf(version),
    ...{ version: version.version, effectiveFrom: version.effectiveOn, note: version.note },
    textHash: hashOf(version),
    drafted: toldOf(names, version.draftedBy, version.draftedAt),
    submitted: toldOf(names, version.submittedBy, version.submittedAt),
    published: toldOf(names, version.publishedBy, version.publishedAt),
    withdrawn: withdrawn && { ...withdrawn, reason: version.withdrawReason ?? '' },
  };
}

function viewDraft(draft: Draft, names: Names): TextView['draft'] {
  const returned = toldOf(names, draft.returnedBy, draft.returnedAt);
  return {
    ...wordingOf(draft),
    ...{ version: draft.version, state: draft.state, revision: draft.revision, note: draft.note },
    drafted: told(names, draft.draftedBy, draft.draftedAt),
    submitted: draft.state === 'submitted' ? toldOf(names, draft.submittedBy, draft.submittedAt) : null,
    returned: returned && draft.state !== 'submitted' ? { ...returned, reason: draft.returnReason ?? '' } : null,
  };
}

const wordingOf = ({ title, paragraphs, readingSeconds, mustReachEnd }: Version | Draft) => ({
  ...{ title, paragraphs, readingSeconds, mustReachEnd },
});

function whatMay(draft: Draft | undefined, caller: StaffCaller): Omit<TextView['may'], 'callOff'> {
  const edits = (allowed: boolean) =>
    !has(caller, 'texts-edit') ? 'right-missing' : allowed ? 'yes' : ('wrong-state' as const);
  const waiting = draft && { state: draft.state, writers: [draft.submittedBy, ...draft.authors] };
  const judges = mayJudge(has(caller, 'texts-publish'), waiting, caller.session.staffId);
  return {
    edit: edits(draft?.state !== 'submitted'),
    submit: edits(draft?.state === 'draft'),
    withdraw: edits(draft !== undefined),
    publish: judges,
    return: judges,
  };
}

async function earliestDay({ tx, today }: Looking, kind: string, versions: Version[]): Promise<BusinessDate> {
  const held = versions.filter(({ withdrawnAt }) => withdrawnAt === null);
  const taken = new Set(held.map(({ effectiveOn }) => effectiveOn));
  let day = taken.has(today) || (await anyAgreedSince(tx, kind, today)) ? addDays(today, 1) : today;
  while (taken.has(day)) day = addDays(day, 1);
  return day;
}
