export type Answers = { mobile: string; password: string };
