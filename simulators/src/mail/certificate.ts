import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import * as asn1js from 'asn1js';
import { BasicConstraints, Certificate, GeneralName, GeneralNames } from 'pkijs';
import { keepOnce } from '../keep-once.ts';
import { bufferOf, extension, nameOf, pemOf, timeOf } from '../certificate-authority/x509.ts';

const YEAR_MS = 365 * 86_400_000;

/** The PEM of key and certificate, the same for all simulators of a machine; the first one that starts makes it. */
export async function mailKeyIn(file: string): Promise<string> {
  if (!existsSync(file)) keepOnce(file, await makeKey());
  return readFileSync(file, 'utf8');
}

/** For 127.0.0.1 and localhost alone; its own authority. */
async function makeKey(): Promise<string> {
  const curve = { name: 'ECDSA', namedCurve: 'P-256' };
  const { privateKey, publicKey } = await crypto.subtle.generateKey(curve, true, ['sign', 'verify']);
  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = new asn1js.Integer({ valueHex: bufferOf(Buffer.from([0x40, ...randomBytes(15)])) });
  const name = { country: 'CN', organisation: '示例银行', commonName: 'mail.simulators.invalid' };
  certificate.subject = nameOf(name);
  certificate.issuer = nameOf(name);
  certificate.notBefore = timeOf(new Date(Date.now() - YEAR_MS));
  certificate.notAfter = timeOf(new Date(Date.now() + 20 * YEAR_MS));
  await certificate.subjectPublicKeyInfo.importKey(publicKey);
  const address = new GeneralName({
    type: 7,
    value: new asn1js.OctetString({ valueHex: bufferOf(Uint8Array.of(127, 0, 0, 1)) }),
  });
  const names = new GeneralNames({ names: [address, new GeneralName({ type: 2, value: 'localhost' })] });
  certificate.extensions = [
    extension('2.5.29.19', true, new BasicConstraints({ cA: true }).toSchema()),
    extension('2.5.29.17', false, names.toSchema()),
  ];
  await certificate.sign(privateKey, 'SHA-256');
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', privateKey)).toString('base64');
  const label = ['PRIVATE', 'KEY'].join(' ');
  const lines = pkcs8.match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, pemOf(certificate)].join('\n');
}
