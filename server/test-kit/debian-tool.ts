import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const there = (tool: string): boolean => spawnSync('which', [tool]).status === 0;

/** Tools of Debian, installed where that is allowed; a reason to skip where they are not to be had. */
export function debianTools(tools: readonly string[], packages: readonly string[]): { skip?: string } {
  const missing = (): string[] => tools.filter((tool) => !there(tool));
  if (missing().length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    for (const step of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
      const wait = ['-qq', '-o', 'DPkg::Lock::Timeout=60', ...step];
      spawnSync('apt-get', wait, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: 120_000 });
    }
  }
  const still = missing();
  return still.length === 0 ? {} : { skip: `there is no ${still.join(', ')}: apt-get install ${packages.join(' ')}` };
}
