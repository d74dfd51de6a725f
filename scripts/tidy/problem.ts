import type { Comment, Program } from 'oxc-parser';

export interface Problem {
  file: string;
  line: number;
  message: string;
}

/** A file of code, parsed. Its path is relative to the project, with `/`. */
export interface Source {
  file: string;
  text: string;
  program: Program;
  comments: Comment[];
}

/** Notes a problem at a place in the text. */
export type Note = (at: number, message: string) => void;

/** One check of a file of code. */
export type SourceCheck = (source: Source, note: Note) => void;

export const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file);

export const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length;

export const textOf = ({ text }: Source, node: { start: number; end: number }): string =>
  text.slice(node.start, node.end);
