import { annualRatesOf, conventionFor, schedule } from '@miaodai/loan-math';
import type { productOperations } from '@miaodai/http-api';
import { fen, ok, refuse, toldRate, type BusinessDate, type Fen } from '@miaodai/values';
import { HEAD_OFFICE } from '../../bank/branches/index.ts';
import { today } from '../../bank/calendar/index.ts';
import { readText } from '../../bank/content/index.ts';
import { checkAmount, readProduct, type Product } from '../../bank/products/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { latestApplication } from '../../lending/application/index.ts';
import type { Caller } from '../caller.ts';
import type { Handlers } from '../door.ts';
import type { Needs } from './needs.ts';

export const productRoutes = (needs: Needs): Handlers<typeof productOperations> => ({
  readProduct: async ({ params }, caller) => {
    const { db } = needs;
    const on = await today(db);
    const product = await offered(needs, params.productCode, caller, on);
    if (!product) return refuse('not-found');
    const introduction = await readText(db, `introduction:${product.productCode}`, on);
    const { servicePhone } = await readSettings(db, on);
    const longest = planOf(product, product.minAmountFen, Math.max(...product.termsMonths), on);
    return ok({
      code: product.productCode,
      name: product.name,
      route: product.route,
      introduction: introduction.paragraphs,
      annualRatePpm: product.annualRatePpm,
      irrPpm: toldRate(annualRatesOf(longest).irrPpm),
      minAmountFen: product.minAmountFen,
      maxAmountFen: product.maxAmountFen,
      amountStepFen: product.amountStepFen,
      onlineThresholdFen: product.onlineThresholdFen,
      termsMonths: product.termsMonths,
      purposes: product.purposes,
      repaymentMethod: product.repaymentMethod,
      dayCount: product.dayCount,
      servicePhone,
    });
  },
  quote: async ({ params, query }, caller) => {
    const on = await today(needs.db);
    const product = await offered(needs, params.productCode, caller, on);
    if (!product?.termsMonths.includes(query.termMonths)) return refuse('not-found');
    const amount = checkAmount(product, query.amountFen, product.maxAmountFen);
    if (!amount.ok) return amount;
    const repaymentMethod = query.repaymentMethod ?? product.repaymentMethod;
    const plan = planOf({ ...product, repaymentMethod }, amount.value, query.termMonths, on);
    const rates = annualRatesOf(plan);
    return ok({
      amountFen: amount.value,
      termMonths: query.termMonths,
      annualRatePpm: product.annualRatePpm,
      aprPpm: toldRate(rates.aprPpm),
      irrPpm: toldRate(rates.irrPpm),
      repaymentMethod,
      disbursedOn: on,
      levelPaymentFen: plan.levelPaymentFen,
      totalInterestFen: plan.totalInterestFen,
      totalFen: fen(amount.value + plan.totalInterestFen),
      rows: [...plan.rows],
    });
  },
});

/** As the customer's branch offers it, where an application has told which branch that is. */
async function offered(
  { db, vault }: Needs,
  productCode: string,
  caller: Caller | undefined,
  on: BusinessDate,
): Promise<Product | undefined> {
  const application = caller && (await latestApplication(db, vault, caller.customerId));
  return readProduct(db, productCode, application?.branchCode ?? HEAD_OFFICE, on);
}

const planOf = (product: Product, amountFen: Fen, termMonths: number, on: BusinessDate) =>
  schedule({
    method: product.repaymentMethod,
    principalFen: amountFen,
    annualRatePpm: product.annualRatePpm,
    periods: termMonths,
    convention: conventionFor(product.dayCount),
    disbursedOn: on,
  });
