import { sql } from 'kysely';
import type { BusinessDate } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { parametersSchema, type Product } from './products.rules.ts';

export async function productNames(tx: Tx | Db): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('products.products')
    .select(['product_code', 'name'])
    .orderBy('product_code')
    .execute();
  return new Map(rows.map((row) => [row.product_code, row.name]));
}

/** The product that an applicant of a route is offered: the one that was asked for, where it is of that route. @throws where there is none. */
export const productOfRoute = async (
  tx: Tx | Db,
  route: Product['route'],
  askedFor: string,
): Promise<{ productCode: string; name: string }> => {
  const row = await tx
    .selectFrom('products.products')
    .select(['product_code', 'name'])
    .where('route', '=', route)
    .orderBy(({ eb }) => eb('product_code', '<>', askedFor))
    .orderBy('product_code')
    .limit(1)
    .executeTakeFirstOrThrow();
  return { productCode: row.product_code, name: row.name };
};

/** A product as a branch offers it on a day; undefined where there is none of that code. @throws where its rows make no sense. */
export async function readProduct(
  tx: Tx | Db,
  productCode: string,
  branchCode: string,
  on: BusinessDate,
): Promise<Product | undefined> {
  // Of a parameter's rows the branch's own goes first, and of these the latest that holds.
  const { rows } = await sql<{ name: string; route: Product['route']; parameters: unknown }>`
    select product.name, product.route, (
        select jsonb_object_agg(held.name, held.value)
        from (
          select distinct on (name) name, value
          from products.parameters
          where product_code = ${productCode}
            and branch_code in (${branchCode}, '*')
            and effective_from <= ${on}
          order by name, branch_code = '*', effective_from desc
        ) held
      ) as parameters
    from products.products product
    where product_code = ${productCode}`.execute(tx);
  const [product] = rows;
  if (!product) return undefined;
  const { name, route, parameters } = product;
  return { ...parametersSchema.parse(parameters), productCode, branchCode, name, route };
}

/** One parameter wherever it is set: a branch's own goes before the bank's. */
export type Everywhere<T> = { of(productCode: string, branchCode: string): T | undefined; values(): T[] };
type Parameters = typeof parametersSchema.shape;

/** As it holds on a day, for all products and branches at once. @throws where a row makes no sense. */
export async function parameterEverywhere<Name extends keyof Parameters>(
  tx: Tx | Db,
  name: Name,
  on: BusinessDate,
): Promise<Everywhere<Product[Name]>> {
  const { rows } = await sql<{ product_code: string; branch_code: string; value: unknown }>`
    select distinct on (product_code, branch_code) product_code, branch_code, value
    from products.parameters
    where name = ${name} and effective_from <= ${on}
    order by product_code, branch_code, effective_from desc`.execute(tx);
  const held = new Map(
    rows.map((row) => [
      `${row.product_code}/${row.branch_code}`,
      parametersSchema.shape[name].parse(row.value) as Product[Name],
    ]),
  );
  return {
    of: (productCode, branchCode) => held.get(`${productCode}/${branchCode}`) ?? held.get(`${productCode}/*`),
    values: () => [...held.values()],
  };
}
