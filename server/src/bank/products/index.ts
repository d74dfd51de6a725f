/**
 * Products and their parameters: rows per product, with a branch's rows going before the bank's own, each from its day on.
 * Read whole and checked at once; a product whose rows do not make sense together is not offered.
 */
export { parameterEverywhere, productNames, productOfRoute, readProduct, type Everywhere } from './products.store.ts';
export { checkAmount, parametersSchema, type AmountRefusal, type Product } from './products.rules.ts';
