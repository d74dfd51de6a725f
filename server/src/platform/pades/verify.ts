import { createHash } from 'node:crypto';
import { minuteInShanghai, type Instant } from '@miaodai/values';
import { readCertificate, type Certificate } from './certificate.ts';
import { sha256 } from './cms.ts';
import { NotDer } from './der.ts';
import { namesIn } from './names.ts';
import { PdfFile } from './pdf-file.ts';
import { entry, NotPdf, textOf, type PdfValue } from './pdf-syntax.ts';
import { contentsOf, signaturesOf, strangeChanges, type Placed } from './revisions.ts';
import { DOCUMENT, openSignedData, TOKEN, type SignedData } from './signed-data.ts';
import { readStampInfo } from './stamp.ts';
import { judge, onlyThese, readRevocationList, type Doubt, type Evidence } from './trust.ts';
import type { PdfReport, PdfSignature } from './types.ts';

const MOST_BYTES = 12_000_000;
const MOST_SIGNATURES = 8;
const MOST_EVIDENCE = 64;

/**
 * Whether a file is as it was signed, by whom, and whether that can be trusted, at the time that its time-stamps say and by the certificates
 * and revocation lists that it brings. No clock and no network is asked: the same file always gets the same verdict.
 */
export function verifyPdf(pdf: Buffer, roots: readonly Buffer[]): PdfReport {
  if (pdf.toString('latin1', 0, 5) !== '%PDF-') return unreadable(pdf, '这不是 PDF 文件');
  if (pdf.length > MOST_BYTES) return unreadable(pdf, '文件过大');
  const only = (verdict: PdfReport['verdict'], finding: string) => ({ ...unreadable(pdf, finding), verdict });
  if (!pdf.includes('/ByteRange')) return only('not-signed', '文件中没有电子签名');
  try {
    const file = new PdfFile(pdf);
    const { placed, empty } = signaturesOf(file);
    if (placed.length === 0) return only('changed', '文件中有签名的痕迹，但签名不在它应在的位置');
    if (placed.length > MOST_SIGNATURES) return unreadable(pdf, '文件中的签名过多');
    return { ...only('valid', ''), ...report(file, placed, empty, roots.map(readCertificate)) };
  } catch (error) {
    // Only these two say that it is the file's own fault; anything else is ours.
    if (error instanceof NotPdf || error instanceof NotDer || error instanceof RangeError)
      return unreadable(pdf, '文件的结构已损坏，或不是合同文件的结构，无法逐字节核对');
    throw error;
  }
}

/** A file of which nothing can be said but this. */
export const unreadable = (pdf: Buffer, finding: string): PdfReport => ({
  ...{ verdict: 'unreadable', signatures: [], findings: [finding] },
  ...{ sha256: createHash('sha256').update(pdf).digest('hex'), sizeBytes: pdf.length },
});

function report(file: PdfFile, placed: readonly Placed[], empty: number, roots: readonly Certificate[]) {
  const findings: string[] = [];
  const changed: string[] = [];
  if (count(file.bytes, '/ByteRange') !== placed.length) changed.push('文件中有不属于任何签名域的签名');
  if (empty > 0) changed.push(`有 ${empty} 处签名域没有签名：文件还没有经各方签署完，或后来的签名被去掉了`);
  const revisions = placed.map(({ covers }) =>
    covers === file.bytes.length ? file : new PdfFile(file.bytes.subarray(0, covers)),
  );
  revisions.slice(1).forEach((after, i) => changed.push(...strangeChanges(revisions[i] as PdfFile, after)));
  const end = (placed.at(-1) as Placed).covers;
  if (end < file.bytes.length) changed.push(`最后一个签名之后，文件又被追加了 ${file.bytes.length - end} 个字节`);
  const evidence = evidenceOf(file, roots, changed);
  const checked = placed.map((one, i) => check(file, one, evidence, `第 ${i + 1} 个签名`));
  // One authority writes its tokens in one way: the spelling of the last one, which nothing else protects, is held to the first.
  const spellings = new Map<string, Set<string>>();
  for (const { stamp } of checked) {
    if (!stamp) continue;
    const of = stamp.signer.bytes.toString('hex');
    spellings.set(of, (spellings.get(of) ?? new Set()).add(stamp.spelling));
  }
  if ([...spellings.values()].some(({ size }) => size > 1)) changed.push('时间戳的写法前后不一，可能被改动');
  const signatures = checked.map(({ signature }) => signature);
  for (const one of checked) findings.push(...one.findings);
  const verdict: PdfReport['verdict'] =
    changed.length > 0 || signatures.some(({ intact }) => !intact)
      ? 'changed'
      : signatures.some(({ trusted }) => !trusted)
        ? 'untrusted'
        : 'valid';
  if (verdict === 'valid') findings.push(`全部 ${signatures.length} 个签名有效，签署后文件没有一个字节改变`);
  return { verdict, signatures, findings: [...changed, ...findings] };
}

function count(bytes: Buffer, text: string): number {
  let found = 0;
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) found += 1;
  return found;
}

/** What the file brings to be checked with. What cannot be read of it is left out: where it is needed, it is missing. */
function evidenceOf(file: PdfFile, roots: readonly Certificate[], changed: string[]): Evidence {
  const store = file.catalog().dict.entries.get('DSS');
  if (store === undefined) return { roots, certificates: [], lists: [] };
  const read = <T>(key: string, one: (bytes: Buffer) => T): T[] => {
    const items = file.items(file.dict(store).entries.get(key));
    if (items.length > MOST_EVIDENCE) throw new NotPdf('it brings far too much');
    return items.flatMap((item: PdfValue) => {
      try {
        return [one(file.stream(item))];
      } catch (error) {
        if (!(error instanceof NotDer)) throw error;
        changed.push('文件所附的验证资料已损坏');
        return [];
      }
    });
  };
  return { roots, certificates: read('Certs', readCertificate), lists: read('CRLs', readRevocationList) };
}

type Checked = { signature: PdfSignature; findings: string[]; stamp: SignedData | undefined };

/** @param who names it in sentences: nobody's name stands in them, so that they can be shown to anybody. */
function check(file: PdfFile, placed: Placed, evidence: Evidence, who: string): Checked {
  const fieldName = placed.fieldName?.is === 'string' ? textOf(placed.fieldName.bytes) : '';
  const reason = entry(placed.dict, 'Reason', 'string');
  const signature: PdfSignature = {
    ...{ fieldName, name: '', organisation: null, issuer: '', certificateNo: '', signedAt: null },
    reason: reason ? textOf(reason.bytes) : null,
    ...{ intact: false, trusted: false, coversWholeFile: placed.covers === file.bytes.length },
  };
  const contents = contentsOf(file, placed);
  const bad = (why: string): Checked => ({ signature, findings: [`${who}${why}`], stamp: undefined });
  if (!contents) return bad('已损坏或被改动：它的编码不是唯一的写法');
  let opened: SignedData;
  try {
    opened = openSignedData(contents, DOCUMENT);
    const { signer } = opened;
    const { commonName, organisation } = namesIn(signer.subject);
    Object.assign(signature, { name: commonName, organisation });
    signature.issuer = namesIn(signer.issuer).commonName;
    signature.certificateNo = signer.serial.content.toString('hex');
  } catch (error) {
    if (error instanceof NotDer) return bad('已损坏或被改动，无法读出');
    throw error;
  }
  const [start, end] = placed.gap;
  const digest = sha256(file.bytes.subarray(0, start), file.bytes.subarray(end, placed.covers));
  if (!digest.equals(opened.digest)) return bad('所覆盖的内容在签署之后被改动过');
  if (!opened.signatureHolds) return bad('不成立：不是用它所附证书的密钥签的');
  const stamped = checkStamp(opened, evidence);
  const findings = stamped.findings.map((finding) => `${who}：${finding}`);
  if (stamped.at === undefined) return { signature, findings, stamp: undefined };
  signature.signedAt = stamped.at;
  const { chain, doubts } = judge(opened.signer, stamped.at, 'signing', evidence);
  // A certificate that leads nowhere could be replaced by anything.
  signature.intact = onlyThese(opened.certificates, chain) && stamped.intact;
  if (!signature.intact) findings.push(`${who}附有与它无关的内容，可能被改动`);
  signature.trusted = doubts.length === 0 && stamped.trusted;
  findings.push(...doubts.map((doubt) => `${who}：${sayDoubt(doubt, opened.signer)}`));
  return { signature, findings, stamp: stamped.opened };
}

type Stamped = { at?: Instant; intact: boolean; trusted: boolean; findings: string[]; opened?: SignedData };

/** When the signature was there, by somebody who is neither of the parties. */
function checkStamp({ token, signature }: SignedData, evidence: Evidence): Stamped {
  const none = (why: string): Stamped => ({ intact: false, trusted: false, findings: [why] });
  if (!token) return none('没有时间戳，无法证明签署的时间');
  let opened: SignedData;
  let info: ReturnType<typeof readStampInfo>;
  try {
    opened = openSignedData(token, TOKEN);
    info = readStampInfo(opened.content as Buffer);
  } catch (error) {
    if (error instanceof NotDer) return none('时间戳已损坏或被改动');
    throw error;
  }
  if (!opened.signatureHolds) return none('时间戳不成立：不是用它所附证书的密钥签的');
  if (!info.imprint.equals(sha256(signature))) return none('时间戳属于另一个签名');
  const { chain, doubts } = judge(opened.signer, info.at, 'time-stamping', evidence);
  return {
    at: info.at,
    intact: onlyThese(opened.certificates, chain),
    trusted: doubts.length === 0,
    findings: doubts.map((doubt) => `时间戳：${sayDoubt(doubt, opened.signer)}`),
    opened,
  };
}

function sayDoubt(doubt: Doubt, signer: Certificate): string {
  if (doubt.is === 'unknown-root') return '证书不是本行信任的机构签发的';
  const { certificate } = doubt;
  const name = certificate === signer ? '签名人的证书' : `机构“${namesIn(certificate.subject).commonName}”的证书`;
  switch (doubt.is) {
    case 'not-valid-then':
      return `${name}在签署时不在有效期内`;
    case 'wrong-use':
      return `${name}不能用于这一用途`;
    case 'revoked':
      return `${name}已于 ${minuteInShanghai(doubt.since)} 被吊销`;
    case 'revocation-unknown':
      return `文件没有附上能证明${name}当时未被吊销的资料`;
    default:
      return doubt satisfies never;
  }
}
