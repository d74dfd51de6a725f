/**
 * The customer's electronic account (电子账户, class II). We keep whose it is; its state and balance are the core's to say, and every
 * flow that needs the account asks here first, then the core.
 */
export { openAccount, accountNoOf } from './account.store.ts';
export { mayReceive } from './account.rules.ts';
