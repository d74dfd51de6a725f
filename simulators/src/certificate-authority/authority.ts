import { existsSync, readFileSync } from 'node:fs';
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Certificate, PublicKeyInfo } from 'pkijs';
import { z } from 'zod';
import type { Db } from '../db.ts';
import { keepOnce } from '../keep-once.ts';
import { bufferOf, derOf, issue, type Issuer, type Name } from './x509.ts';

/** Root, the CA below it, and the time-stamp authority's certificate: all that a signature goes back to. */
export type Authority = {
  root: Issuer;
  issuing: Issuer;
  timeStamp: Issuer;
  /** What stands for an ID number in a certificate: the same person has the same, and only the CA can compute it. */
  personNo(idNumber: string): string;
};

const NAMES = ['root', 'issuing', 'time-stamp'] as const;
type KeyName = (typeof NAMES)[number];
type Kept = Record<KeyName, { privateKey: string; certificate: string }>;
const keptSchema = z.record(z.enum(NAMES), z.object({ privateKey: z.base64(), certificate: z.base64() }));

const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;
const YEAR_MS = 366 * 86_400_000;

const subject = (commonName: string): Name => ({
  country: 'CN',
  organisation: '示例电子认证服务有限公司',
  commonName,
});

/**
 * The keys are made at the first start and stay. @param file where tests keep them for every database there is: making four RSA keys
 * would cost each world of a test half a second.
 */
export async function openAuthority(db: Db, file: string | undefined): Promise<Authority> {
  await db.query(await readFile(new URL('schema.sql', import.meta.url), 'utf8'));
  const kept = (await storedKeys(db)) ?? (await keep(db, file ? await keysOfFile(file) : await newKeys()));
  const [root, issuing, timeStamp] = await Promise.all(NAMES.map((name) => issuerOf(kept[name])));
  if (!root || !issuing || !timeStamp) throw new Error('the authority has lost a key');
  return {
    ...{ root, issuing, timeStamp },
    personNo: (idNumber) => createHmac('sha256', kept.root.privateKey).update(idNumber).digest('hex').slice(0, 40),
  };
}

async function storedKeys(db: Db): Promise<Kept | undefined> {
  const rows = await db.query<{ name: KeyName; privateKey: Buffer; certificate: Buffer }>(
    'select name, private_key as "privateKey", certificate from sim_ca.keys',
  );
  if (rows.length === 0) return undefined;
  return Object.fromEntries(
    rows.map(({ name, privateKey, certificate }) => [
      name,
      { privateKey: privateKey.toString('base64'), certificate: certificate.toString('base64') },
    ]),
  ) as Kept;
}

async function keep(db: Db, kept: Kept): Promise<Kept> {
  for (const name of NAMES) {
    await db.query('insert into sim_ca.keys (name, private_key, certificate) values ($1, $2, $3)', [
      name,
      Buffer.from(kept[name].privateKey, 'base64'),
      Buffer.from(kept[name].certificate, 'base64'),
    ]);
  }
  return kept;
}

async function keysOfFile(file: string): Promise<Kept> {
  if (!existsSync(file)) keepOnce(file, JSON.stringify(await newKeys()));
  return keptSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

async function newKeys(): Promise<Kept> {
  const [root, issuing, timeStamp] = await Promise.all([newPair(), newPair(), newPair()]);
  const notBefore = new Date(Date.now() - 86_400_000);
  const until = (years: number) => new Date(Date.now() + years * YEAR_MS);
  const rootCertificate = await issue(
    { kind: 'ca', subject: subject('示例 CA 根证书'), publicKey: root.info, notBefore, notAfter: until(20) },
    { selfSignedBy: root.privateKey },
  );
  const byRoot = { certificate: rootCertificate, privateKey: root.privateKey };
  const issuingCertificate = await issue(
    {
      kind: 'issuing-ca',
      subject: subject('示例 CA 运营证书'),
      publicKey: issuing.info,
      notBefore,
      notAfter: until(15),
    },
    byRoot,
  );
  const stampCertificate = await issue(
    {
      kind: 'time-stamp',
      subject: subject('示例可信时间戳服务'),
      publicKey: timeStamp.info,
      ...{ notBefore, notAfter: until(10) },
    },
    { certificate: issuingCertificate, privateKey: issuing.privateKey },
  );
  return {
    root: await wordsOf(root.privateKey, rootCertificate),
    issuing: await wordsOf(issuing.privateKey, issuingCertificate),
    'time-stamp': await wordsOf(timeStamp.privateKey, stampCertificate),
  };
}

async function newPair(): Promise<{ privateKey: CryptoKey; info: PublicKeyInfo }> {
  const rsa = { ...RSA, modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) };
  const { privateKey, publicKey } = await crypto.subtle.generateKey(rsa, true, ['sign', 'verify']);
  const info = PublicKeyInfo.fromBER(await crypto.subtle.exportKey('spki', publicKey));
  return { privateKey, info };
}

const wordsOf = async (key: CryptoKey, certificate: Certificate) => ({
  privateKey: Buffer.from(await crypto.subtle.exportKey('pkcs8', key)).toString('base64'),
  certificate: derOf(certificate).toString('base64'),
});

const issuerOf = async ({ privateKey, certificate }: Kept[KeyName]): Promise<Issuer> => ({
  certificate: Certificate.fromBER(bufferOf(Buffer.from(certificate, 'base64'))),
  privateKey: await crypto.subtle.importKey('pkcs8', Buffer.from(privateKey, 'base64'), RSA, false, ['sign']),
});
