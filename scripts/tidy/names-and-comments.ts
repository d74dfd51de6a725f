import { Visitor } from 'oxc-parser';
import type { Comment, Declaration } from 'oxc-parser';
import type { Problem, SourceCheck } from './problem.ts';

const banned = /^(utils?|common|managers?|data|core)$/i;

/** A name that says nothing; `core-banking` and `big-data` are outside systems and say much. */
export function bannedNames(files: string[]): Problem[] {
  return files.flatMap((file) => {
    const part = file.split('/').find((segment) => banned.test(segment.replace(/\..*$/, '')));
    return part === undefined ? [] : [{ file, line: 1, message: `'${part}' says nothing; name what is in it` }];
  });
}

export const bannedExports: SourceCheck = ({ program }, note) => {
  new Visitor({
    ExportNamedDeclaration({ declaration }) {
      if (!declaration) return;
      for (const { name, start } of namesOf(declaration)) {
        if (banned.test(name) || /(Utils?|Managers?|Common)$/.test(name)) note(start, `'${name}' says nothing`);
      }
    },
  }).visit(program);
};

function namesOf(declaration: Declaration): { name: string; start: number }[] {
  if (declaration.type === 'VariableDeclaration') {
    return declaration.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id] : []));
  }
  const id = 'id' in declaration ? declaration.id : undefined;
  return id?.type === 'Identifier' ? [id] : [];
}

export const unfinishedComments: SourceCheck = ({ comments }, note) => {
  for (const { value, start } of comments) {
    if (/\b(TODO|FIXME)\b/.test(value)) note(start, 'unfinished work is an issue, not a comment');
  }
};

/** A Chinese term beside an English name is welcome, Chinese sentences are for screens. */
export const chineseComments: SourceCheck = ({ comments }, note) => {
  for (const { value, start } of comments) {
    const chinese = value.match(/\p{Script=Han}/gu)?.length ?? 0;
    const latin = value.match(/[A-Za-z]/g)?.length ?? 0;
    const sentence = chinese > 30 || /[，。；：！？]/.test(value);
    if (sentence && chinese > latin) note(start, 'comments are written in English');
  }
};

/** The front door of a module says what the module is for, before anything else, on one screen. */
export const purposeOfIndex: SourceCheck = ({ file, text, comments }, note) => {
  if (!/^(server\/src|shared\/[^/]+\/src|web\/ui\/src)\/(.*\/)?index\.ts$/.test(file)) return;
  const first = comments[0];
  if (first === undefined || text.slice(0, first.start).trim() !== '') {
    note(0, "index.ts opens with the module's purpose, states and invariants");
    return;
  }
  const opening = openingComment(text, comments);
  if (opening.split('\n').length > 12) note(0, 'the opening of index.ts has at most twelve lines');
};

function openingComment(text: string, comments: Comment[]): string {
  let end = comments[0]?.end ?? 0;
  for (const next of comments.slice(1)) {
    if (text.slice(end, next.start).trim() !== '') break;
    end = next.end;
  }
  return text.slice(0, end).trim();
}
