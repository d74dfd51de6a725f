/** Branches, and which of them serves which employer's people. '*' is the head office: who has no branch yet. */
export { branchName, branchNames, branchOfEmployer, gradeOfEmployer, HEAD_OFFICE } from './branches.store.ts';
