import type { Employer } from './employer.rules.ts';

const FIELDS = ['name', 'grade', 'branchCode', 'whitelistedFrom', 'whitelistedTo'] as const;

type ChangedField = { field: (typeof FIELDS)[number]; before: string | null; now: string | null };
export type DifferenceLine = {
  change: 'added' | 'removed' | 'changed';
  code: string;
  name: string;
  fields: ChangedField[];
};
export type Difference = { same: number; lines: DifferenceLine[] };

/** What another roster would change, employer by employer and field by field, by code. */
export function differenceOf(before: readonly Employer[], now: readonly Employer[]): Difference {
  const was = new Map(before.map((employer) => [employer.code, employer]));
  const is = new Map(now.map((employer) => [employer.code, employer]));
  const lines: DifferenceLine[] = [];
  for (const [code, employer] of is) {
    const fields = fieldsBetween(was.get(code), employer);
    if (fields.length > 0)
      lines.push({ change: was.has(code) ? 'changed' : 'added', code, name: employer.name, fields });
  }
  for (const [code, employer] of was) {
    if (!is.has(code)) {
      lines.push({ change: 'removed', code, name: employer.name, fields: fieldsBetween(employer, undefined) });
    }
  }
  const gone = lines.filter(({ change }) => change === 'removed').length;
  lines.sort((a, b) => (a.code < b.code ? -1 : 1));
  return { same: is.size - (lines.length - gone), lines };
}

const fieldsBetween = (before: Employer | undefined, now: Employer | undefined): ChangedField[] =>
  FIELDS.map((field) => ({ field, before: before?.[field] ?? null, now: now?.[field] ?? null })).filter(
    (one) => one.before !== one.now,
  );
