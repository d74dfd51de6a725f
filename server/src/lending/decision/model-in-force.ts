import { assert, type BusinessDate } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { contentOf, inForce } from './models.store.ts';

/** A version is never changed, so what was read once is known. */
const texts = new Map<string, string>();
const MOST_KEPT = 32;

export type ModelInForce = { modelId: string; versionNo: number; content: string };

/** @throws where none has been published: a new installation begins with one. */
export async function modelInForce(tx: Tx | Db, productCode: string, on: BusinessDate): Promise<ModelInForce> {
  const model = await inForce(tx, productCode, on);
  assert(model, `a model decides on ${productCode} on ${on}`);
  return { ...model, content: await modelText(tx, model.modelId) };
}

export async function modelText(tx: Tx | Db, modelId: string): Promise<string> {
  const known = texts.get(modelId);
  if (known !== undefined) return known;
  const content = await contentOf(tx, modelId);
  if (texts.size >= MOST_KEPT) texts.clear();
  texts.set(modelId, content);
  return content;
}
