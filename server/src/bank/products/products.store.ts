import { sql } from 'kysely';
import type { BusinessDate } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { parametersSchema, type Product } from './products.rules.ts';

/** A product as a branch offers it on a day; undefined where there is none of that code. @throws where its rows make no sense. */
export async function readProduct(
  tx: Tx | Db,
  productCode: string,
  branchCode: string,
  on: BusinessDate,
): Promise<Product | undefined> {
  const product = await tx
    .selectFrom('products.products')
    .select(['product_code', 'name', 'route'])
    .where('product_code', '=', productCode)
    .executeTakeFirst();
  if (!product) return undefined;
  // The branch's own row goes first, and of these the latest that holds.
  const { rows } = await sql<{ name: string; value: unknown }>`
    select distinct on (name) name, value
    from products.parameters
    where product_code = ${productCode}
      and branch_code in (${branchCode}, '*')
      and effective_from <= ${on}
    order by name, branch_code = '*', effective_from desc`.execute(tx);
  const parameters = parametersSchema.parse(Object.fromEntries(rows.map(({ name, value }) => [name, value])));
  const route = product.route as Product['route'];
  return { ...parameters, productCode, branchCode, name: product.name, route };
}
