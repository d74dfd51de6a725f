/**
 * What customers may ask about their own data: an export of all of it, and to leave. A customer: here → left, once and for ever; what may
 * be deleted goes in the same transaction, what must be kept is listed with its day (privacy.kept) and deleted by the clock after it.
 * Each module tells and deletes its own part. Also here: which class each sealed column is of, and so under which key.
 */
export { classedPlaces, classOf } from './data-classes.ts';
export { closeCustomer } from './close-customer.ts';
export { blocksOf, DELETED_NOW, keepsOf, type Standing } from './closure.rules.ts';
export { deleteRunOut } from './delete-run-out.ts';
export { countRecords, exportPage, type Cell, type Section } from './personal-data.rules.ts';
export { recordExport } from './privacy.store.ts';
