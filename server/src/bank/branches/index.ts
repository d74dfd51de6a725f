/** The bank's branches. '*' is the head office: who has no branch yet. Which of them serves an employer's people is in its roster. */
export { branchName, branchNames, HEAD_OFFICE } from './branches.store.ts';
