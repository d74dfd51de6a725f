import { birthOf, sexOf } from '@miaodai/values';
import type { Answer, CustomerOperations } from '@miaodai/http-api';
import type { Client } from '@miaodai/http-api/client';
import { chance } from '../../server/test-kit/id-cards/chance.ts';
import { drawBack, drawFront } from '../../server/test-kit/id-cards/draw.ts';
import type { CardHolder } from '../../server/test-kit/id-cards/person.ts';
import { photograph } from '../../server/test-kit/id-cards/photograph.ts';

type Api = Client<CustomerOperations>;

/** The identity card of a made-up person: name and number are theirs, the rest is the same for all. */
export const cardOf = (person: { name: string; idNumber: string }): CardHolder => ({
  name: person.name,
  sex: sexOf(person.idNumber),
  ethnicity: '汉',
  birthDate: birthOf(person.idNumber),
  address: '北京市东城区安定路1号院2号楼303室',
  idNumber: person.idNumber,
  issuer: '北京市公安局东城分局',
  validFrom: '2020-03-01',
  validTo: '2040-03-01',
});

/** A good picture of one side, as base64. @param face the holder's picture; a silhouette where there is none. */
export async function pictureOf(holder: CardHolder, side: 'front' | 'back', face?: Buffer): Promise<string> {
  const drawn = side === 'front' ? await drawFront(holder, face) : await drawBack(holder);
  return (await photograph(drawn, 'clean', chance(1))).toString('base64');
}

/** Both sides photographed, and what was read of them confirmed with the consent. */
export async function confirmIdCard(
  api: Api,
  holder: CardHolder,
  face?: Buffer,
): Promise<Answer<CustomerOperations['confirmIdDocument']>> {
  for (const side of ['front', 'back'] as const) {
    const image = await pictureOf(holder, side, face);
    const { quality } = await api.uploadIdDocument({ params: { side }, body: { image } });
    if (!quality.ok) throw new Error(`the ${side} could not be read: ${quality.hints.join('; ')}`);
  }
  const { version, textHash } = await api.readAgreement({ params: { kind: 'id-document' } });
  const { sex, validTo, ...fields } = holder;
  return api.confirmIdDocument({ body: { fields: { ...fields, sex, validTo }, consent: { version, textHash } } });
}
