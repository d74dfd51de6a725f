import type { BusinessDate } from '@miaodai/values';
import type { Db } from '../platform/db/connect.ts';
import { branches, branchOverrides, employers, products, settings } from './defaults.ts';
import { readTexts } from './read-texts.ts';

/** Rows that are there stay as they are, so it may run at every start. @param on the first day for which they hold. */
export async function seedBank(db: Db, on: BusinessDate): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const rows = {
      'settings.settings': Object.entries(settings).map(([name, value]) => ({
        name,
        effective_from: on,
        value: JSON.stringify(value),
      })),
      'branches.branches': branches.map(({ code, name }) => ({ branch_code: code, name })),
      'branches.employers': employers.map(({ code, branch }) => ({ employer_code: code, branch_code: branch })),
      'products.products': products.map(({ code, name, route }) => ({ product_code: code, name, route })),
      'products.parameters': parameterRows(on),
      'content.texts': readTexts().map((text) => ({
        kind: text.kind,
        version: text.version,
        effective_from: on,
        title: text.title,
        paragraphs: JSON.stringify(text.paragraphs),
        reading_seconds: text.readingSeconds,
      })),
    } as const;
    for (const [table, values] of Object.entries(rows)) {
      await tx
        .insertInto(table as 'settings.settings')
        .values(values as never)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
  });
}

function parameterRows(on: BusinessDate) {
  const row = (product: string, branch: string, name: string, value: unknown) => ({
    product_code: product,
    branch_code: branch,
    name,
    effective_from: on,
    value: JSON.stringify(value),
  });
  return [
    ...products.flatMap(({ code, parameters }) =>
      Object.entries(parameters).map(([name, value]) => row(code, '*', name, value)),
    ),
    ...branchOverrides.map(({ product, branch, name, value }) => row(product, branch, name, value)),
  ];
}
