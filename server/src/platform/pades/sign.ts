import { createHash } from 'node:crypto';
import { cadesSignature, sha256 } from './cms.ts';
import { Increment, pdfText } from './increment.ts';
import { PdfFile } from './pdf-file.ts';
import { commonNameOf } from './names.ts';
import type { SignBy, Signatory, SignedPdf } from './types.ts';

/** Beside the certificates: attributes, names, the signature and the token's own parts. */
const ROOM_BESIDE_CERTIFICATES = 4_096;

/**
 * First the customer's signature, in an increment that makes both fields; then the seal's, in one that brings the validation data of both.
 * What comes second may thus not change anything but those.
 */
export async function signPdf(pdf: Buffer, by: SignBy): Promise<SignedPdf> {
  const content = await sealPdf(await signAsCustomer(pdf, by), by);
  return { content, sha256: createHash('sha256').update(content).digest('hex') };
}

/** The file with both fields and the first signature. */
export async function signAsCustomer(pdf: Buffer, by: SignBy): Promise<Buffer> {
  const file = new PdfFile(pdf);
  const increment = new Increment(file);
  const page = file.firstPage();
  const [customer, seal] = [increment.reserve(), increment.reserve()];
  const widgets = `${customer} 0 R ${seal} 0 R`;
  const annotations = file.items(page.dict.entries.get('Annots')).map((value) => increment.copy(value));
  increment.set(page.no, increment.changed(page.dict, { Annots: `[${[...annotations, widgets].join(' ')}]` }));
  const form = increment.add(`<< /Fields [${widgets}] /SigFlags 3 >>`);
  const catalog = file.catalog();
  if (catalog.dict.entries.has('AcroForm')) throw new Error('the file has fields of its own already');
  increment.set(catalog.no, increment.changed(catalog.dict, { AcroForm: `${form} 0 R` }));
  increment.set(seal, widget(by.seal, page.no));
  const signature = addSignature(increment, by.customer, by);
  increment.set(customer, widget(by.customer, page.no, signature.no));
  return close(increment, signature, by.customer, by);
}

/** Over all of it, to the last byte. */
export async function sealPdf(pdf: Buffer, by: SignBy): Promise<Buffer> {
  const file = new PdfFile(pdf);
  const increment = new Increment(file);
  addValidationData(increment, file, by);
  const [, field] = file.items(file.dict(file.catalog().dict.entries.get('AcroForm')).entries.get('Fields'));
  if (field?.is !== 'ref') throw new Error('the field for the seal is missing');
  const signature = addSignature(increment, by.seal, by);
  increment.set(field.no, increment.changed(file.dict(field), { V: `${signature.no} 0 R` }));
  return close(increment, signature, by.seal, by);
}

/** Invisible: what is to be read of the signing stands on a page of the document itself. 132: printed, locked. */
const widget = ({ fieldName }: Signatory, page: number, signature?: number): string =>
  `<< /Type /Annot /Subtype /Widget /FT /Sig /T ${pdfText(fieldName)} /F 132 /Rect [0 0 0 0] /P ${page} 0 R${
    signature === undefined ? '' : ` /V ${signature} 0 R`
  } >>`;

const RANGE = '/ByteRange [0 ';
const RANGE_DIGITS = 10;

/** A dictionary with room for the signature; where what is in it tells the verifier what it covers. */
function addSignature(increment: Increment, { key, reason, location }: Signatory, by: SignBy) {
  const certificates = [...key.chain, ...by.stampChain].reduce((sum, { length }) => sum + length, 0);
  const hexDigits = 2 * (certificates + ROOM_BESIDE_CERTIFICATES);
  const claimed = by.signedAt.replace(/\.\d+/, '').replaceAll(/[-:T]/g, '');
  const head = `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached\n${RANGE}`;
  const before = `${head}${' '.repeat(3 * RANGE_DIGITS + 2)}]\n/Contents <`;
  const [leaf] = key.chain;
  const name = leaf ? commonNameOf(leaf) : '';
  const after = `>\n/M (D:${claimed})\n/Name ${pdfText(name)}\n/Reason ${pdfText(reason)}\n/Location ${pdfText(location)} >>`;
  const no = increment.add(before, '0'.repeat(hexDigits), after);
  return { no, hexDigits, rangeAt: head.length, contentsAt: before.length - 1 };
}

async function close(
  increment: Increment,
  { no, hexDigits, rangeAt, contentsAt }: ReturnType<typeof addSignature>,
  { key }: Signatory,
  by: SignBy,
): Promise<Buffer> {
  const { bytes, places } = increment.append();
  const at = (places.get(no) as number) + `${no} 0 obj\n`.length;
  const [from, to] = [at + contentsAt, at + contentsAt + hexDigits + 2];
  const range = [from, to, bytes.length - to].map((part) => String(part).padEnd(RANGE_DIGITS)).join(' ');
  bytes.write(range, at + rangeAt, 'latin1');
  const message = await cadesSignature(sha256(bytes.subarray(0, from), bytes.subarray(to)), key, by.stamp);
  if (2 * message.length > hexDigits)
    throw new Error(`the signature of ${message.length} bytes is longer than its room`);
  bytes.write(message.toString('hex'), from + 1, 'latin1');
  return bytes;
}

function addValidationData(increment: Increment, file: PdfFile, by: SignBy): void {
  const certificates = [...by.customer.key.chain, ...by.seal.key.chain, ...by.stampChain];
  const list = (values: readonly Buffer[]): string => {
    const once = [...new Map(values.map((value) => [value.toString('hex'), value])).values()];
    return `[${once.map((value) => `${increment.addStream(value)} 0 R`).join(' ')}]`;
  };
  const store = increment.add(`<< /Certs ${list(certificates)} /CRLs ${list(by.crls)} >>`);
  const catalog = file.catalog();
  increment.set(catalog.no, increment.changed(catalog.dict, { DSS: `${store} 0 R` }));
}
