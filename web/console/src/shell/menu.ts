import type { Right } from '@miaodai/http-api';

export type Entry = { path: string; label: string; group: string; rights: readonly Right[] };

/** Every page that the menu leads to, and one of which rights opens it. Without one of them it is not there at all. */
export const entries: readonly Entry[] = [
  { path: '/work', label: '待办与审批', group: '贷款审批', rights: ['work-list'] },
];

export const entriesFor = (rights: readonly string[]): Entry[] =>
  entries.filter((entry) => entry.rights.some((right) => rights.includes(right)));
