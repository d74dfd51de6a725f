import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { instant, type Instant } from '@miaodai/values';
import { keyOf, type SignBy, type Signatory } from '../src/platform/pades/index.ts';
import { rootAuthority, timeStamper, type Authority } from './authority.ts';

export const SIGNED_AT: Instant = instant('2026-11-23T07:30:00Z');

/** A small document of two pages, one of them with a note, put together as typst does it. */
export function plainPdf(text = 'Contract 1'): Buffer {
  const content = `BT /F1 18 Tf 72 720 Td (${text}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R /Lang (zh) >>',
    '<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 6 0 R >> >> >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 6 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let file = '%PDF-1.7\n%\x80\x80\x80\x80\n';
  const places = objects.map((object, i) => {
    const at = file.length;
    file += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const start = file.length;
  file += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R /ID [(one) (one)] >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}

export function signatory(
  by: Authority,
  more: Partial<Signatory> & { name: string; organisation?: string; rsa?: boolean; notAfter?: string },
): Signatory {
  const { name, organisation, rsa = false, notAfter, ...rest } = more;
  const { privateKey } = rsa
    ? generateKeyPairSync('rsa', { modulusLength: 2048 })
    : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = { commonName: name, ...(organisation ? { organisation } : {}) };
  const chain = by.issue({ subject, publicKey: createPublicKey(privateKey), ...(notAfter ? { notAfter } : {}) });
  const key = keyOf(privateKey.export({ type: 'pkcs8', format: 'der' }), chain);
  return { key, fieldName: 'customer', reason: '借款人同意并签署', location: '中国', ...rest };
}

/** What one signing needs, with everything in order; each part can be replaced by one that is not. Three roots, as in life. */
export function signers() {
  const [customers, banks, stamps] = ['客户证书根', '银行证书根', '时间戳根'].map((name) => rootAuthority(name)) as [
    Authority,
    Authority,
    Authority,
  ];
  const [events, seals] = [customers.sub('事件证书签发'), banks.sub('机构证书签发')];
  const stamper = timeStamper(stamps, SIGNED_AT);
  const by: SignBy = {
    signedAt: SIGNED_AT,
    customer: signatory(events, { name: '黄凯欣', organisation: '个人客户', fieldName: 'customer' }),
    seal: signatory(seals, {
      name: '电子合同专用章',
      organisation: '示例银行股份有限公司',
      fieldName: 'bank',
      reason: '贷款人用印',
      rsa: true,
    }),
    stamp: stamper.stamp,
    stampChain: stamper.chain,
    crls: [customers, events, banks, seals, stamps].map((authority) => authority.revocationList()),
  };
  const roots = [customers, banks, stamps].map(({ chain }) => chain.at(-1) as Buffer);
  return { by, roots, authorities: { customers, events, banks, seals, stamps } };
}
