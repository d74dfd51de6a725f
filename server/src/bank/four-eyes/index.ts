/**
 * What one member of staff writes and another publishes: decision models, rosters, texts. draft → submitted → published (by somebody
 * who neither wrote nor submitted it) | returned. Who has them keeps the rows; the rule of two persons is here, once.
 */
export { handledOf, judge, mayJudge, moves, writersOf, type Handled } from './four-eyes.rules.ts';
