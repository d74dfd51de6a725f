// Reads who imports whom, by dependency-cruiser and the rules of .dependency-cruiser.cjs.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { program, root } from './root.ts';

export interface Violation {
  rule: string;
  from: string;
  to: string;
}

export interface Cruise {
  modules: number;
  violations: Violation[];
}

/** @param tree a folder that looks like the project's */
export function cruise(tree: string): Cruise {
  const folders = ['shared', 'server', 'simulators', 'web', 'journeys', 'bench', 'scripts'];
  const present = folders.filter((folder) => existsSync(path.join(tree, folder)));
  const config = path.join(root, '.dependency-cruiser.cjs');
  const run = spawnSync(program('depcruise'), [...present, '--config', config, '--output-type', 'json'], {
    cwd: tree,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (run.stdout === '') throw new Error(`dependency-cruiser said nothing: ${run.error?.message ?? run.stderr}`);
  const { summary } = JSON.parse(run.stdout) as { summary: Summary };
  const violations = summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
  return { modules: summary.totalCruised, violations };
}

interface Summary {
  totalCruised: number;
  violations: { rule: { name: string }; from: string; to: string }[];
}
