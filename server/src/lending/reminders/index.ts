/**
 * What customers are told before money is due, and after it was not paid: each thing once, kept in a row with the text that it was told by.
 * A step of day end; whoever has paid in the meantime is told nothing.
 */
export { remindChunk } from './remind.ts';
