import { BIT_STRING, der, INTEGER, oid, sequence, SET } from './der.ts';
import { OIDS } from './cms.ts';

/** PKCS#10 of a name and nothing else: who it is, the authority learns by its own way and writes itself. DER. */
export async function certificateRequest(
  subjectName: string,
  spki: Buffer,
  sign: (data: Buffer) => Promise<Buffer>,
): Promise<Buffer> {
  const name = sequence(der(SET, [sequence(oid('2.5.4.3'), der(0x0c, Buffer.from(subjectName, 'utf8')))]));
  const info = sequence(der(INTEGER, Buffer.of(0)), name, spki, der(0xa0, []));
  const signature = await sign(info);
  const bits = der(BIT_STRING, Buffer.concat([Buffer.of(0), signature]));
  return sequence(info, sequence(oid(OIDS.ecdsaSha256)), bits);
}
