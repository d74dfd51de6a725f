import type { BusinessDate } from '@miaodai/values';
import type { Product } from '../../bank/products/index.ts';
import type { Settings } from '../../bank/settings/index.ts';
import type { Db } from '../../platform/db/connect.ts';
import { decideOn } from './engine.ts';
import { dossierOf, estimateFrom, type Estimate, type Told } from './estimate.rules.ts';
import { modelInForce } from './model-in-force.ts';

/**
 * What limit somebody might get, by the model that decides today on whoever applies: once with all that is not known as the bank assumes it
 * of a good customer, once as of one who is just about taken. Asks nobody, and keeps nothing. @throws ModelFailed
 */
export async function estimateLimit(
  db: Db,
  {
    told,
    product,
    assumed,
    on,
  }: { told: Told; product: Product; assumed: Settings['estimateAssumptions']; on: BusinessDate },
): Promise<Estimate> {
  const { content } = await modelInForce(db, product.productCode, on);
  const [good, bad] = await Promise.all([
    decideOn(content, dossierOf(told, assumed.good, product, on)),
    decideOn(content, dossierOf(told, assumed.bad, product, on)),
  ]);
  return estimateFrom(good, bad);
}
