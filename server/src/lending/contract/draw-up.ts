import { conventionFor } from '@miaodai/loan-math';
import { assert, type ContractId, type Fen } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { asDocument, fillIn, readText } from '../../bank/content/index.ts';
import type { Product } from '../../bank/products/index.ts';
import { accountNoOf } from '../../customer/account/index.ts';
import { readCustomer } from '../../customer/identity/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Application } from '../application/index.ts';
import {
  contractWords,
  costStatementFrom,
  costStatementHash,
  purposeLabel,
  scheduleFor,
  type Contract,
  type Papers,
} from './contract.rules.ts';

type Terms = { no: string; principalFen: Fen; termMonths: number; purpose: string };

/** Terms, schedule, text and cost statement of a contract, as of today. @param product at the rate that was approved. */
export async function drawUp(
  { tx, today }: Context,
  vault: Vault,
  application: Application,
  product: Product,
  { no, principalFen, termMonths, purpose }: Terms,
): Promise<Omit<Contract & Papers, 'state' | 'validUntil' | 'limitFen' | 'signedOffline'>> {
  const { customerId } = application;
  const accountNo = await accountNoOf(tx, vault, customerId);
  assert(accountNo, `${application.no}: its customer has an account`);
  const customer = await readCustomer(tx, vault, customerId);
  const plan = scheduleFor(product, principalFen, termMonths, today);
  const words = contractWords({
    ...{ contractNo: no, customerName: customer.name, idNumber: customer.idNumber },
    ...{ accountNo, purpose, product, plan, today },
  });
  const costStatement = costStatementFrom(fillIn(await readText(tx, 'cost-statement', today), words), plan);
  const document = asDocument(fillIn(await readText(tx, 'loan-contract', today), words));
  return {
    id: uuid() as ContractId,
    no,
    applicationId: application.id,
    customerId,
    productCode: application.productCode,
    principalFen,
    annualRatePpm: product.annualRatePpm,
    termMonths,
    purpose: purposeLabel(product, purpose),
    repaymentMethod: product.repaymentMethod,
    convention: conventionFor(product.dayCount),
    accountNo,
    drawnUpOn: today,
    schedule: plan.rows,
    document,
    textHash: document.textHash,
    costStatement,
    costStatementHash: costStatementHash(costStatement),
    costConfirmedAt: null,
  };
}
