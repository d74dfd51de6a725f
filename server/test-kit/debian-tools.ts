import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const isHere = (tool: string): boolean => spawnSync('which', [tool]).status === 0;

/**
 * Programs that share nothing with ours, for a second opinion: installed where that is allowed. @param tools each with Debian's package
 * that has it. @returns what a test is told: nothing, or the reason to skip it.
 */
export function debianTools(tools: Readonly<Record<string, string>>): { skip?: string } {
  const absent = () => Object.entries(tools).flatMap(([tool, name]) => (isHere(tool) ? [] : [name]));
  if (absent().length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    for (const step of [['update'], ['install', '-y', '--no-install-recommends', ...new Set(absent())]]) {
      const wait = ['-qq', '-o', 'DPkg::Lock::Timeout=60', ...step];
      spawnSync('apt-get', wait, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: 120_000 });
    }
  }
  const missing = [...new Set(absent())];
  return missing.length === 0 ? {} : { skip: `not installed: apt-get install ${missing.join(' ')}` };
}
