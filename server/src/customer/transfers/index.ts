/**
 * Money between the electronic account and the bound card. requested → sent → done | refused; sent → returning → refused.
 * A transfer is two legs, each a row with a number of its own at one system: take from the one side, then give to the other. Where the
 * other has finally refused, a third gives back, as often as it takes. While an outcome is unknown, the transfer is 处理中 and we ask by
 * our own number; a person is told when it takes too long. A leg moves its money once; refused means that nothing is moved, or all of it
 * is back. The balances are the core's and the network's: our ledger, which keeps the bank's loans, has no entry of it. What their
 * journals say under our numbers is laid beside our legs instead, day by day: what differs is for a person.
 */
export { compareTransfers } from './compare.ts';
export { changeCard, removeCard } from './change-card.ts';
export { eraseTransfers } from './erase-transfers.store.ts';
export { listMovements } from './list-movements.ts';
export { requestTransfer } from './request-transfer.ts';
export { runLeg } from './run-leg.ts';
export { readTerms, refusalOf, type DirectionTerms } from './transfer-terms.ts';
export { isSettled, type Transfer, type TransferId } from './transfers.rules.ts';
export { hasOpenTransfers, ownTransfer, transfersOf } from './transfers.store.ts';
