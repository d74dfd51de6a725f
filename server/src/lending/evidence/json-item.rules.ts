import { canonicalJson, type Instant } from '@miaodai/values';
import type { Evidence } from './evidence.rules.ts';

export const asJson = (
  kind: string,
  label: string,
  name: string,
  happenedAt: Instant | null,
  facts: object,
): Evidence => ({
  ...{ kind, label, name: `${name}.json`, mediaType: 'application/json', happenedAt },
  content: Buffer.from(canonicalJson(facts), 'utf8'),
});
