/** Checks of the sources as text and as syntax trees; each check says where it does not look, and why. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';
import {
  bannedExports,
  bannedNames,
  chineseComments,
  purposeOfIndex,
  unfinishedComments,
} from './names-and-comments.ts';
import { checkMigrations, checkText } from './plain-text.ts';
import type { Problem, Source, SourceCheck } from './problem.ts';
import { lineAt } from './problem.ts';
import { queriesOutsideStores, schemasOfStores, starSelects } from './sql.ts';
import { chanceInRules, clockInBusiness } from './time-and-chance.ts';
import { floatMoney } from './money.ts';
import { silencedTests } from './silenced-tests.ts';
import { statementsTogether } from './transactions.ts';

/** Every file of the project, not what is installed or made. */
export function projectFiles(folder: string): string[] {
  const found: string[] = [];
  const walk = (at: string): void => {
    for (const entry of readdirSync(path.join(folder, at), { withFileTypes: true })) {
      if (made.has(entry.name)) continue;
      const file = at === '' ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory()) walk(file);
      else if (entry.isFile() && readable.test(file) && !generated.test(file)) found.push(file);
    }
  };
  walk('');
  return found.toSorted();
}

/** What the names of files and folders tell, without their text. */
export const problemsOfNames = (files: string[]): Problem[] => [...bannedNames(files), ...checkMigrations(files)];

export function problemsOfFile(file: string, text: string): Problem[] {
  const problems: Problem[] = [];
  const note = (at: number, message: string): void => {
    problems.push({ file, line: lineAt(text, at), message });
  };
  checkText(file, text, note);
  if (!/\.(ts|tsx|mjs|cjs)$/.test(file)) return problems;
  const { program, comments } = parseSync(file, text);
  const source: Source = { file, text, program, comments };
  for (const check of sourceChecks) check(source, note);
  return problems;
}

const made = new Set(['node_modules', 'dist', '.data', '.artefacts', '.git']);
const readable = /\.(ts|tsx|mjs|cjs|css|html|sql|md|json|ya?ml|sh)$|^\.ci\/run$/;
const generated = /\.generated\.ts$|(^|\/)package-lock\.json$|migrations\/schema\.sql$|\/openapi\.json$/;

const sourceChecks: SourceCheck[] = [
  bannedExports,
  unfinishedComments,
  chineseComments,
  purposeOfIndex,
  schemasOfStores,
  queriesOutsideStores,
  starSelects,
  clockInBusiness,
  chanceInRules,
  floatMoney,
  silencedTests,
  statementsTogether,
];
