import { randomUUID } from 'node:crypto';
import * as asn1js from 'asn1js';
import {
  Attribute,
  AuthenticatedSafe,
  CertBag,
  Certificate,
  CertificationRequest,
  PFX,
  PKCS8ShroudedKeyBag,
  PrivateKeyInfo,
  SafeBag,
  SafeContents,
} from 'pkijs';
import { z } from 'zod';
import { bufferOf, nameOf } from './x509.ts';

// What an institution does at the counter of a CA: makes a key, asks for a certificate, takes both home in a PKCS#12 file.

const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) };
const FRIENDLY_NAME = '1.2.840.113549.1.9.20';
const [SHROUDED_KEY_BAG, CERT_BAG] = ['1.2.840.113549.1.12.10.1.2', '1.2.840.113549.1.12.10.1.3'] as const;
/** Enough for a file whose passphrase is random; a test world opens it many times. */
const ITERATIONS = 2048;

const issuedReply = z.object({ respCode: z.literal('0000'), certChain: z.array(z.base64()).min(2) });

/** @param url of a CA. @returns a PKCS#12 file: key, certificate and what is above it. */
export async function enrolSeal(
  url: string,
  { orgName, sealName, passphrase }: { orgName: string; sealName: string; passphrase: string },
): Promise<Buffer> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(RSA, true, ['sign', 'verify']);
  const request = new CertificationRequest();
  request.subject = nameOf({ country: 'CN', organisation: orgName, commonName: sealName });
  await request.subjectPublicKeyInfo.importKey(publicKey);
  await request.sign(privateKey, 'SHA-256');
  const response = await fetch(`${url}/ra/institution-cert/apply`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      reqSn: randomUUID(),
      ...{ orgName, sealName },
      p10: Buffer.from(request.toSchema(true).toBER()).toString('base64'),
    }),
  });
  const { certChain } = issuedReply.parse(await response.json());
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', privateKey);
  return packed(
    pkcs8,
    certChain.map((der) => bufferOf(Buffer.from(der, 'base64'))),
    passphrase,
  );
}

/** RFC 7292. The key is encrypted, the certificates lie open, a MAC is over all. */
async function packed(pkcs8: ArrayBuffer, chain: ArrayBuffer[], passphrase: string): Promise<Buffer> {
  const password = bufferOf(Buffer.from(passphrase));
  const keyBag = new PKCS8ShroudedKeyBag({ parsedValue: PrivateKeyInfo.fromBER(pkcs8) });
  const lock = {
    password,
    contentEncryptionAlgorithm: { name: 'AES-CBC', length: 256 },
    hmacHashAlgorithm: 'SHA-256',
    iterationCount: ITERATIONS,
  };
  await keyBag.makeInternalValues(lock as Parameters<typeof keyBag.makeInternalValues>[0]);
  const bags = [
    new SafeBag({ bagId: SHROUDED_KEY_BAG, bagValue: keyBag, bagAttributes: [friendlyName()] }),
    ...chain.map(
      (der, i) =>
        new SafeBag({
          bagId: CERT_BAG,
          bagValue: new CertBag({ parsedValue: Certificate.fromBER(der) }),
          ...(i === 0 ? { bagAttributes: [friendlyName()] } : {}),
        }),
    ),
  ];
  const safe = new AuthenticatedSafe({
    parsedValue: { safeContents: [{ privacyMode: 0, value: new SafeContents({ safeBags: bags }) }] },
  });
  const file = new PFX({ parsedValue: { integrityMode: 0, authenticatedSafe: safe } });
  await safe.makeInternalValues({ safeContents: [{}] });
  await file.makeInternalValues({
    ...{ password, iterations: ITERATIONS, pbkdf2HashAlgorithm: 'SHA-256', hmacHashAlgorithm: 'SHA-256' },
  });
  return Buffer.from(file.toSchema().toBER());
}

const friendlyName = () => new Attribute({ type: FRIENDLY_NAME, values: [new asn1js.BmpString({ value: 'seal' })] });
