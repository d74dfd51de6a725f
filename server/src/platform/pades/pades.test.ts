import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { rootAuthority, timeStamper } from '../../../test-kit/authority.ts';
import { plainPdf, SIGNED_AT, signatory, signers } from '../../../test-kit/signed-pdf.ts';
import { createPades, type PdfReport, type SignBy } from './index.ts';
import { sealPdf, signAsCustomer } from './sign.ts';
import { verifyPdf } from './verify.ts';

const pades = createPades();
after(pades.stop);
const world = signers();
const { by, roots, authorities } = world;
const { content: signed, sha256 } = await pades.sign(plainPdf(), by);

const said = ({ verdict, findings }: PdfReport): string => `${verdict}: ${findings.join('；')}`;
const verdictOn = (pdf: Buffer, trusted: readonly Buffer[] = roots): string => said(verifyPdf(pdf, trusted));
const signedBy = async (changed: Partial<SignBy>): Promise<Buffer> =>
  (await pades.sign(plainPdf(), { ...by, ...changed })).content;

test('a file that both have signed says who, when, by whose certificate, and that nothing has changed since', async () => {
  const report = await pades.verify(signed, roots);
  assert.equal(report.sha256, sha256);
  assert.deepEqual([report.verdict, report.findings], ['valid', ['全部 2 个签名有效，签署后文件没有一个字节改变']]);
  const shown = report.signatures.map(({ certificateNo, reason: _reason, ...one }) => {
    assert.match(certificateNo, /^[0-9a-f]{24}$/);
    return one;
  });
  const both = { signedAt: SIGNED_AT, intact: true, trusted: true };
  assert.deepEqual(shown, [
    {
      fieldName: 'customer',
      name: '黄凯欣',
      organisation: null,
      issuer: '事件证书签发',
      ...both,
      coversWholeFile: false,
    },
    {
      ...{ fieldName: 'bank', name: '电子合同专用章', organisation: '示例银行股份有限公司' },
      ...{ issuer: '机构证书签发', ...both, coversWholeFile: true },
    },
  ]);
  assert.deepEqual(signed.subarray(0, plainPdf().length), plainPdf(), 'what was signed stands there as it was');
});

test('a file that was never signed, or is none, is told apart from one that was changed', () => {
  assert.equal(verdictOn(plainPdf()), 'not-signed: 文件中没有电子签名');
  assert.equal(verdictOn(Buffer.from('PK\x03\x04 /ByteRange')), 'unreadable: 这不是 PDF 文件');
  assert.match(verdictOn(Buffer.alloc(13_000_000, '%PDF-1.7 ')), /^unreadable: 文件过大/);
});

/** Where the last signature's hex digits stand. */
const lastGap = (pdf: Buffer): [number, number] => {
  const from = pdf.lastIndexOf('/Contents <') + '/Contents <'.length;
  return [from, pdf.indexOf('>', from)];
};

test('a byte that flips is refused wherever it stands', () => {
  const refused = (at: number, byte: number) => {
    const changed = Buffer.from(signed);
    changed[at] = byte;
    const { verdict } = verifyPdf(changed, roots);
    assert.ok(verdict === 'changed' || verdict === 'unreadable', `byte ${at} as ${byte}: ${verdict}`);
  };
  const [from, to] = lastGap(signed);
  // A prime, so that every kind of place is met; what the last signature does not cover, more closely.
  for (let at = 0; at < signed.length; at += 197) refused(at, (signed[at] as number) ^ 1);
  for (let at = from - 1; at <= to; at += 31) refused(at, (signed[at] as number) ^ 4);
});

test('a signature has one spelling: no other digit, case, length or tail of it is accepted', () => {
  const [from, to] = lastGap(signed);
  const hex = signed.toString('latin1', from, to);
  const used = hex.replace(/0+$/, '').length;
  const spelled = (other: string): void => {
    assert.equal(other.length, hex.length);
    const changed = Buffer.from(signed);
    changed.write(other, from, 'latin1');
    assert.match(verdictOn(changed), /^(changed|unreadable)/, other.slice(0, 40));
  };
  const letter = hex.search(/[a-f]/);
  spelled(`${hex.slice(0, letter)}${(hex[letter] as string).toUpperCase()}${hex.slice(letter + 1)}`);
  spelled(`${hex.slice(0, -1)}1`);
  spelled(`${hex.slice(0, used + 8)}30${hex.slice(used + 10)}`);
  spelled(` ${hex.slice(0, -1)}`);
  // sha256WithRSAEncryption as rsaEncryption, which openssl would take for the same.
  const [rsaSha256, rsa] = ['06092a864886f70d01010b0500', '06092a864886f70d0101010500'];
  const signature = hex.lastIndexOf(rsaSha256);
  assert.ok(signature > 0);
  spelled(`${hex.slice(0, signature)}${rsa}${hex.slice(signature + rsa.length)}`);
});

test('another contract’s signature, or its validation data, does not fit', async () => {
  const { content: other } = await pades.sign(plainPdf('Contract 2'), by);
  assert.equal(other.length, signed.length);
  const grafted = Buffer.from(signed);
  const [from, to] = lastGap(signed);
  other.copy(grafted, from, from, to);
  assert.equal(verdictOn(grafted), 'changed: 第 2 个签名所覆盖的内容在签署之后被改动过');
  const foreign = signers();
  const { content: theirs } = await pades.sign(plainPdf(), foreign.by);
  const store = (pdf: Buffer): [number, number] => [
    pdf.indexOf('stream\n', pdf.indexOf('/V ') + 1),
    pdf.indexOf('/DSS'),
  ];
  const swapped = Buffer.concat([
    signed.subarray(0, store(signed)[0]),
    theirs.subarray(...store(theirs)),
    signed.subarray(store(signed)[1]),
  ]);
  assert.match(verdictOn(swapped), /^(changed|unreadable)/);
});

/** As any PDF tool appends: an object anew, a table, a trailer. */
function append(pdf: Buffer, no: number, object: string): Buffer {
  const at = pdf.length;
  const before = /startxref\n(\d+)\n%%EOF\n$/.exec(pdf.toString('latin1', pdf.length - 40))?.[1];
  const size = /\/Size (\d+)/.exec(pdf.toString('latin1', Number(before)))?.[1];
  const body = `${no} 0 obj\n${object}\nendobj\n`;
  const table = `xref\n${no} 1\n${String(at).padStart(10, '0')} 00000 n \n`;
  const trailer = `trailer\n<< /Size ${Math.max(Number(size), no + 1)} /Root 1 0 R /Prev ${before} >>\n`;
  const tail = `${body}${table}${trailer}startxref\n${at + body.length}\n%%EOF\n`;
  return Buffer.concat([pdf, Buffer.from(tail, 'latin1')]);
}
const painted = '<< /Length 41 >>\nstream\nBT /F1 18 Tf 72 720 Td (Contract 99) Tj ET\nendstream';

test('what is appended after the last signature, or put between the two, is found though every signature holds', async () => {
  const appended = append(signed, 5, painted);
  assert.match(verdictOn(appended), /^changed: .*最后一个签名之后，文件又被追加了 \d+ 个字节/);
  assert.deepEqual(
    verifyPdf(appended, roots).signatures.map(({ intact, coversWholeFile }) => [intact, coversWholeFile]),
    [
      [true, false],
      [true, false],
    ],
  );
  assert.match(verdictOn(Buffer.concat([signed, Buffer.from('\n')])), /^changed: .*追加了 1 个字节/);
  const once = await signAsCustomer(plainPdf(), by);
  const between = await sealPdf(append(once, 5, painted), by);
  assert.match(verdictOn(between), /^changed: 在两个签名之间，文件被多次改写/);
});

test('the second signature’s own increment may bring itself and what it is checked with, nothing else', async () => {
  const { Increment } = await import('./increment.ts');
  const { append: plain } = Increment.prototype;
  const sealedWith = async (more: (increment: InstanceType<typeof Increment>) => void): Promise<string> => {
    const once = await signAsCustomer(plainPdf(), by);
    Increment.prototype.append = function (this: InstanceType<typeof Increment>) {
      more(this);
      return plain.call(this);
    };
    try {
      return verdictOn(await sealPdf(once, by));
    } finally {
      Increment.prototype.append = plain;
    }
  };
  assert.match(await sealedWith((increment) => increment.add('<< /Nobody (asks for it) >>')), /^valid/);
  assert.match(
    await sealedWith((increment) => increment.set(5, painted)),
    /^changed: 在两个签名之间，对象 5 的内容被改动/,
  );
  const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>';
  assert.match(await sealedWith((increment) => increment.set(3, page)), /^changed: 在两个签名之间，对象 3/);
  const catalog = '<< /Type /Catalog /Pages 2 0 R /AcroForm 9 0 R >>';
  assert.match(await sealedWith((increment) => increment.set(1, catalog)), /^changed: 在两个签名之间，对象 1/);
});

test('a signature that is taken away leaves an empty field behind', async () => {
  const once = await signAsCustomer(plainPdf(), by);
  assert.deepEqual(signed.subarray(0, once.length).subarray(0, 1_000), once.subarray(0, 1_000));
  const end = signed.indexOf('%%EOF\n', plainPdf().length) + '%%EOF\n'.length;
  assert.match(verdictOn(signed.subarray(0, end)), /^changed: 有 1 处签名域没有签名/);
});

test('a certificate is judged as of the time-stamp: unknown, run out, revoked, of a wrong kind', async () => {
  const { events, seals, customers } = authorities;
  const others = signers();
  assert.match(verdictOn(signed, others.roots), /^untrusted: .*不是本行信任的机构签发的/);
  const run = async (changed: Partial<SignBy>): Promise<string> => verdictOn(await signedBy(changed));

  const late = signatory(events, { name: '黄凯欣', notAfter: '2026-11-23T07:29:59Z' });
  assert.match(await run({ customer: late }), /^untrusted: 第 1 个签名：签名人的证书在签署时不在有效期内$/);

  const leaf = by.customer.key.chain[0] as Buffer;
  const others_ = by.crls.filter((_, i) => i !== 1);
  const revoked = (on: string) => [...others_, events.revocationList([{ certificate: leaf, on }])];
  assert.match(
    await run({ crls: revoked('2026-11-23T07:00:00Z') }),
    /^untrusted: 第 1 个签名：签名人的证书已于 2026-11-23 15:00 被吊销$/,
  );
  assert.match(await run({ crls: revoked('2026-11-23T07:30:01Z') }), /^valid/, 'what was signed before stands');
  assert.match(await run({ crls: others_ }), /^untrusted: .*没有附上能证明签名人的证书当时未被吊销的资料/);
  const old = [...others_, events.revocationList([], undefined, '2026-11-23T07:00:00Z')];
  assert.match(await run({ crls: old }), /^untrusted: .*当时未被吊销/);
  const forged = [...others_, rootAuthority('事件证书签发').revocationList()];
  assert.match(await run({ crls: forged }), /^untrusted: .*当时未被吊销/);
  const fallen = customers.revocationList([{ certificate: events.chain[0] as Buffer, on: '2026-01-01T00:00:00Z' }]);
  assert.match(await run({ crls: by.crls.with(0, fallen) }), /^untrusted: .*机构“事件证书签发”的证书已于/);

  // Somebody whose own certificate is good plays an authority with it.
  const fraud = seals.sub('冒充的机构', false);
  const seal = {
    ...signatory(fraud, { name: '电子合同专用章', organisation: '示例银行股份有限公司' }),
    fieldName: 'bank',
  };
  const crls = [...by.crls, fraud.revocationList()];
  assert.match(await run({ seal, crls }), /^untrusted: .*机构“冒充的机构”的证书不能用于这一用途/);
});

test('a time-stamp is of its own signature, by an authority for time-stamps', async () => {
  const { stamps } = authorities;
  const run = async (changed: Partial<SignBy>): Promise<string> => verdictOn(await signedBy(changed));
  assert.match(await run({ stamp: () => by.stamp(Buffer.alloc(32)) }), /^changed: .*时间戳属于另一个签名/);
  for (const terms of [{ timeStamping: false }, { notAfter: '2026-01-01T00:00:00Z' }]) {
    const { stamp, chain } = timeStamper(stamps, SIGNED_AT, terms);
    assert.match(
      await run({ stamp, stampChain: chain }),
      /^untrusted: .*时间戳：签名人的证书(不能用于这一用途|在签署时不在有效期内)/,
    );
  }
  const foreign = timeStamper(rootAuthority('时间戳根'), SIGNED_AT);
  assert.match(
    await run({ stamp: foreign.stamp, stampChain: foreign.chain }),
    /^untrusted: .*时间戳：证书不是本行信任的机构签发的/,
  );
});

test('what is thrown while signing is thrown on', async () => {
  const silent = () => Promise.reject(new Error('no time-stamp today'));
  await assert.rejects(pades.sign(plainPdf(), { ...by, stamp: silent }), /no time-stamp today/);
  await assert.rejects(pades.sign(signed, by), /fields of its own/);
  await assert.rejects(pades.sign(Buffer.from('nothing'), by), /does not begin as a PDF/);
});

test('a file made to do harm gets an answer within a second', () => {
  const head = '%PDF-1.7\n/ByteRange\n';
  const bombs: Record<string, string | Buffer> = {
    'no end': head,
    'nested arrays': `${head}xref\ntrailer\n${'['.repeat(2_000_000)}\nstartxref\n20\n%%EOF\n`,
    'nested dictionaries': `${head}xref\ntrailer\n${'<</a'.repeat(500_000)}\nstartxref\n20\n%%EOF\n`,
    'a table without end': `${head}xref\n0 99999999\n${'0000000000 65535 f \n'.repeat(400_000)}startxref\n20\n%%EOF\n`,
    'a circle': `${head}xref\ntrailer\n<< /Root 1 0 R /Prev 20 >>\nstartxref\n20\n%%EOF\n`,
    'far away': `${head}startxref\n9999999999\n%%EOF\n`,
    comments: `${head}xref\n${'%'.repeat(9_000_000)}startxref\n20\n%%EOF\n`,
    'many marks': `%PDF-1.7\n${'/ByteRange'.repeat(1_000_000)}`,
  };
  for (const [name, bomb] of Object.entries(bombs)) {
    const from = performance.now();
    assert.match(verdictOn(Buffer.from(bomb)), /^unreadable/, name);
    assert.ok(performance.now() - from < 1_000, name);
  }
});

test('validation data that unpacks to far too much is not unpacked', async () => {
  const { Increment } = await import('./increment.ts');
  const { addStream } = Increment.prototype;
  const bomb = deflateSync(Buffer.alloc(50_000_000));
  Increment.prototype.addStream = function (this: InstanceType<typeof Increment>) {
    return this.add(`<< /Length ${bomb.length} /Filter /FlateDecode >>\nstream\n`, bomb, '\nendstream');
  };
  try {
    assert.match(verdictOn(await sealPdf(await signAsCustomer(plainPdf(), by), by)), /^unreadable/);
  } finally {
    Increment.prototype.addStream = addStream;
  }
});

test('bytes mixed at random never pass, and never do more than be refused', () => {
  let seed = 20_261_123;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed % below;
  };
  for (let round = 0; round < 150; round += 1) {
    const mixed = Buffer.from(signed);
    const [from, to, length] = [random(mixed.length), random(mixed.length), 1 + random(400)];
    mixed.copy(mixed, to, from, Math.min(mixed.length, from + length));
    if (mixed.equals(signed)) continue;
    assert.match(verdictOn(mixed), /^(changed|unreadable|not-signed)/, `round ${round}`);
  }
});
