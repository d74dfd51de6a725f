import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { instant, type BusinessDate } from '@miaodai/values';
import { listRosters } from '../bank/employers/index.ts';
import type { Settings } from '../bank/settings/index.ts';
import type { Db } from '../platform/db/connect.ts';
import { authorities, branches, branchOverrides, employers, products, roles, settings } from './defaults.ts';
import { readTexts } from './read-texts.ts';
import { insertMissing } from './seed.store.ts';

/** What a bank begins with. It may run at every start. @param on the first day for which it holds. */
export async function seedBank(db: Db, on: BusinessDate): Promise<void> {
  await insertMissing(db, [
    [
      'settings.settings',
      Object.entries(settings).map(([name, value]) => ({ name, effective_from: on, value: JSON.stringify(value) })),
    ],
    ['branches.branches', branches.map(({ code, name }) => ({ branch_code: code, name }))],
    ['products.products', products.map(({ code, name, route }) => ({ product_code: code, name, route }))],
    ['products.parameters', parameterRows(on)],
    ['content.texts', textRows(on)],
    ['staff.roles', roles.map(({ rights, ...role }) => ({ ...role, rights: [...rights] }))],
    ['staff.authorities', authorityRows(on)],
    ['decision.models', [firstModel(on)]],
  ]);
  // A roster is whole: where staff have one of theirs, nothing is added to it, nor to the first.
  if ((await listRosters(db)).length > 0) return;
  await insertMissing(db, [
    ['employers.rosters', [firstRoster(on)]],
    ['employers.employers', employerRows],
  ]);
}

/** For sandboxes and tests: what differs from the defaults, from a day after those began. */
export const setFrom = (db: Db, on: BusinessDate, changed: Partial<Settings>): Promise<void> =>
  insertMissing(db, [
    [
      'settings.settings',
      Object.entries(changed).map(([name, value]) => ({ name, effective_from: on, value: JSON.stringify(value) })),
    ],
  ]);

const textRows = (on: BusinessDate) =>
  readTexts().map((text) => ({
    kind: text.kind,
    version: text.version,
    effective_from: on,
    title: text.title,
    paragraphs: JSON.stringify(text.paragraphs),
    reading_seconds: text.readingSeconds,
  }));

/** The model that decides until staff publish their own: nobody drafted it, and it is the first version. */
function firstModel(on: BusinessDate) {
  const content = readFileSync(join(import.meta.dirname, 'models', 'default.json'), 'utf8');
  return {
    ...{ model_id: '01890000-0000-7000-8000-000000000001', version_no: 1, product_code: null, content },
    ...{ content_hash: createHash('sha256').update(content).digest('hex'), state: 'published', note: '系统初始模型' },
    ...{ effective_from: on, drafted_at: FIRST_DRAFTED, published_at: FIRST_DRAFTED },
  };
}
const FIRST_DRAFTED = instant('2026-11-23T00:00:00.000Z');

/** Whom the bank knows until staff import a roster of their own. */
const ROSTER_ID = '01890000-0000-7000-8000-000000000002';
const firstRoster = (on: BusinessDate) => ({
  ...{ roster_id: ROSTER_ID, version_no: 1, state: 'published', file_name: '系统初始名册.csv', note: '系统初始名册' },
  ...{ file_hash: createHash('sha256').update(JSON.stringify(employers)).digest('hex'), employers: employers.length },
  ...{ effective_from: on, drafted_at: FIRST_DRAFTED, published_at: FIRST_DRAFTED },
});
const employerRows = employers.map(({ code, name, grade, branch, from, to }) => ({
  ...{ roster_id: ROSTER_ID, employer_code: code, name, grade, branch_code: branch },
  ...{ whitelisted_from: from, whitelisted_to: to },
}));

const authorityRows = (on: BusinessDate) =>
  authorities.map(({ product, level, maxAmountFen, minRatePpm, maxTermMonths }) => ({
    ...{ level, product_code: product, branch_code: '*', effective_from: on },
    ...{ max_amount_fen: maxAmountFen, min_rate_ppm: minRatePpm, max_term_months: maxTermMonths },
  }));

function parameterRows(on: BusinessDate) {
  const row = (product: string, branch: string, name: string, value: unknown) => ({
    product_code: product,
    branch_code: branch,
    name,
    effective_from: on,
    value: JSON.stringify(value),
  });
  return [
    ...products.flatMap(({ code, parameters }) =>
      Object.entries(parameters).map(([name, value]) => row(code, '*', name, value)),
    ),
    ...branchOverrides.map(({ product, branch, name, value }) => row(product, branch, name, value)),
  ];
}
