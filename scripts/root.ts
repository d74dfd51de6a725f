import path from 'node:path';

/** The project's folder, wherever the command was started. */
export const root = path.dirname(import.meta.dirname);

/** A program that a package of the lock file brings. */
export const program = (name: string): string => path.join(root, 'node_modules', '.bin', name);
