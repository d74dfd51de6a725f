// Habits of style.md that neither compiler nor linter nor dependency-cruiser sees. The checks are in scripts/tidy/.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './root.ts';
import { projectFiles, problemsOfFile, problemsOfNames } from './tidy/index.ts';

const files = projectFiles(root);
const problems = [
  ...problemsOfNames(files),
  ...files.flatMap((file) => problemsOfFile(file, readFileSync(path.join(root, file), 'utf8'))),
];
for (const { file, line, message } of problems) console.error(`${file}:${line}: ${message}`);
console.log(`${files.length} files, ${problems.length} problems`);
process.exitCode = problems.length === 0 && files.length > 30 ? 0 : 1;
