import type { Instant } from '@miaodai/values';
import {
  EXTENSIONS,
  extensionsIn,
  hasUsage,
  isAuthority,
  isSignedBy,
  sameDer,
  timeOf,
  type Certificate,
} from './certificate.ts';
import { bitsOf, checkDeeply, expect, INTEGER, inside, NotDer, oidOf, oneDer, SEQUENCE, type Der } from './der.ts';

export type RevocationList = {
  issuer: Der;
  to: Instant;
  signed: Buffer;
  algorithm: Der;
  signature: Buffer;
  /** Serial number in hex → since when. */
  revoked: ReadonlyMap<string, Instant>;
};

/** @throws NotDer */
export function readRevocationList(bytes: Buffer): RevocationList {
  const whole = oneDer(bytes, SEQUENCE);
  checkDeeply(whole);
  const [tbs, algorithm, bits] = inside(whole);
  const fields = inside(expect(tbs, SEQUENCE));
  const versioned = fields[0]?.tag === INTEGER ? fields.slice(1) : fields;
  const [inner, issuer, , to, ...rest] = versioned;
  if (!sameDer(expect(inner, SEQUENCE), expect(algorithm, SEQUENCE))) throw new NotDer('a list names two algorithms');
  // One that is partial, or by somebody else's order, would have to be read together with others.
  for (const [, { critical }] of extensionsIn(rest.find(({ tag }) => tag === 0xa0)))
    if (critical) throw new NotDer('a revocation list of a kind that is not accepted');
  const revoked = new Map<string, Instant>();
  const list = rest.find(({ tag }) => tag === SEQUENCE);
  for (const one of list ? inside(list) : []) {
    const [serial, since] = inside(one);
    revoked.set(expect(serial, INTEGER).content.toString('hex'), timeOf(since));
  }
  return {
    ...{ issuer: expect(issuer, SEQUENCE), to: timeOf(to), revoked },
    ...{ signed: (tbs as Der).bytes, algorithm: algorithm as Der, signature: bitsOf(bits) },
  };
}

/** What a verdict on certificates goes by: whom is trusted, and what else is at hand. */
export type Evidence = {
  roots: readonly Certificate[];
  certificates: readonly Certificate[];
  lists: readonly RevocationList[];
};
export type Purpose = 'signing' | 'time-stamping';

/** Why a certificate was not good at that time. */
export type Doubt =
  | { is: 'unknown-root' }
  | { is: 'not-valid-then'; certificate: Certificate }
  | { is: 'wrong-use'; certificate: Certificate }
  | { is: 'revoked'; certificate: Certificate; since: Instant }
  | { is: 'revocation-unknown'; certificate: Certificate };

const MOST_DEPTH = 6;
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
/** Critical extensions that are understood here. */
const UNDERSTOOD = new Set<string>(Object.values(EXTENSIONS));

/** The way up to a root, and what speaks against it. Empty doubts: good then. */
export function judge(
  leaf: Certificate,
  at: Instant,
  purpose: Purpose,
  evidence: Evidence,
): { chain: Certificate[]; doubts: Doubt[] } {
  const chain = chainOf(leaf, evidence);
  const top = chain.at(-1) as Certificate;
  const doubts: Doubt[] = [];
  if (!evidence.roots.some(({ bytes }) => bytes.equals(top.bytes))) doubts.push({ is: 'unknown-root' });
  chain.forEach((certificate, i) => {
    if (at < certificate.notBefore || at > certificate.notAfter) doubts.push({ is: 'not-valid-then', certificate });
    const mayBe = i === 0 ? isFor(certificate, purpose) : isAuthority(certificate, i - 1);
    const strange = [...certificate.extensions].some(([type, { critical }]) => critical && !UNDERSTOOD.has(type));
    if (!mayBe || strange) doubts.push({ is: 'wrong-use', certificate });
    const issuer = chain[i + 1];
    if (issuer) doubts.push(...revocationOf(certificate, issuer, at, evidence.lists));
  });
  return { chain, doubts };
}

/** From the leaf upwards, as far as signatures lead. A trusted root that fits ends it. */
export function chainOf(leaf: Certificate, { roots, certificates }: Evidence): Certificate[] {
  const chain = [leaf];
  while (chain.length <= MOST_DEPTH) {
    const last = chain.at(-1) as Certificate;
    if (sameDer(last.subject, last.issuer)) break;
    const next = [...roots, ...certificates].find(
      (one) => sameDer(one.subject, last.issuer) && isSignedBy(last.signed, last.algorithm, last.signature, one),
    );
    if (!next) break;
    chain.push(next);
  }
  return chain;
}

export function isFor(certificate: Certificate, purpose: Purpose): boolean {
  const extended = certificate.extensions.get(EXTENSIONS.extendedKeyUsage);
  const uses = extended ? inside(extended.value).map(oidOf) : [];
  if (purpose === 'time-stamping')
    return extended?.critical === true && uses.length === 1 && uses[0] === TIME_STAMPING && hasUsage(certificate, 0, 1);
  return !uses.includes(TIME_STAMPING) && hasUsage(certificate, 0, 1);
}

function revocationOf(
  certificate: Certificate,
  issuer: Certificate,
  at: Instant,
  lists: readonly RevocationList[],
): Doubt[] {
  const of = lists.filter(
    (list) =>
      sameDer(list.issuer, issuer.subject) &&
      hasUsage(issuer, 6) &&
      isSignedBy(list.signed, list.algorithm, list.signature, issuer),
  );
  for (const { revoked } of of) {
    const since = revoked.get(certificate.serial.content.toString('hex'));
    if (since !== undefined && since <= at) return [{ is: 'revoked', certificate, since }];
  }
  // One that was drawn up after that time says even more; one that had run out by then says nothing.
  return of.some(({ to }) => at <= to) ? [] : [{ is: 'revocation-unknown', certificate }];
}

/** Whether every certificate of a message was needed: what is not in the chain, nothing protects. */
export const onlyThese = (held: readonly Certificate[], chain: readonly Certificate[]): boolean =>
  held.every((one) => chain.some(({ bytes }) => bytes.equals(one.bytes)));
