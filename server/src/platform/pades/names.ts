import { expect, inside, oidOf, oneDer, SEQUENCE, SET, type Der } from './der.ts';

const COMMON_NAME = '2.5.4.3';
const ORGANISATION = '2.5.4.10';
/** What authorities write for a person who signs for themselves. */
const NO_ORGANISATION = new Set(['个人客户', '个人']);

export type Names = { commonName: string; /** Null for a natural person. */ organisation: string | null };

/** @param name an X.501 Name. */
export function namesIn(name: Der): Names {
  const parts = inside(expect(name, SEQUENCE)).flatMap((relative) => inside(expect(relative, SET)));
  const of = (type: string): string | null => {
    const found = parts.map((part) => inside(part)).find(([is]) => oidOf(is) === type)?.[1];
    return found ? textIn(found) : null;
  };
  const organisation = of(ORGANISATION);
  return {
    commonName: of(COMMON_NAME) ?? '',
    organisation: organisation !== null && NO_ORGANISATION.has(organisation) ? null : organisation,
  };
}

/** BMPString is two bytes a sign; the other kinds in use are UTF-8 or its older part. */
const textIn = ({ tag, content }: Der): string =>
  tag === 0x1e ? new TextDecoder('utf-16be').decode(content) : content.toString('utf8');

/** Of whom the certificate is. */
export function commonNameOf(certificate: Buffer): string {
  const { subject } = subjectAndIssuer(certificate);
  return namesIn(subject).commonName;
}

export function subjectAndIssuer(certificate: Buffer): { subject: Der; issuer: Der } {
  const [tbs] = inside(oneDer(certificate, SEQUENCE));
  const fields = inside(expect(tbs, SEQUENCE));
  const at = fields[0]?.tag === 0xa0 ? 1 : 0;
  return { issuer: expect(fields[at + 2], SEQUENCE), subject: expect(fields[at + 4], SEQUENCE) };
}
