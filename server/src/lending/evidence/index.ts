/**
 * Evidence that stands: what happened with a loan, item by item with its hash, sealed behind the hot path into a pack; the packs of all
 * loans are one chain (no gap, no fork, nothing changed: kept by the database too), whose head is time-stamped outside the bank. A pack is
 * made once, when its loan is opened, and only the content of its items goes, when its time is over.
 */
export { anchorByClock } from './anchor-chain.ts';
export { checkByClock, checkChain } from './check-chain.ts';
export { anchorAfter, eraseEvidence, itemsOf, packOf } from './evidence.store.ts';
export { exportEvidence } from './export-evidence.ts';
export { listRegistered, registered, unsealed, type Registered } from './register.store.ts';
export { sealEvidence } from './seal-evidence.ts';
