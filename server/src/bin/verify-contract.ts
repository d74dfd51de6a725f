/**
 * `npm run -s verify-contract -- file.pdf [--roots roots.pem] [--sm2 file.sm2 --sm2-key public.pem]`: who signed a contract, when, and
 * whether a byte has changed since. Needs no database and no network. Ends with 0 where it is genuine, 1 where not, 2 where it cannot say.
 */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mask, secondInShanghai } from '@miaodai/values';
import { dataFolder } from '../platform/db/embedded-postgres.ts';
import { createPades, sm2Holds, type PdfReport } from '../platform/pades/index.ts';

const VERDICTS: Readonly<Record<PdfReport['verdict'], string>> = {
  valid: '有效：签署后没有一个字节改变，签名来自受信任的机构',
  changed: '无效：文件在签署之后被改动过，或没有签署完整',
  untrusted: '不可信：文件没有改动，但签名的证书不受信任',
  'not-signed': '文件没有签名',
  unreadable: '无法核对：不是合同文件，或已损坏',
};
const USAGE = 'usage: npm run -s verify-contract -- file.pdf [--roots roots.pem] [--sm2 file.sm2 --sm2-key public.pem]';

process.exitCode = await run();

async function run(): Promise<0 | 1 | 2> {
  const pades = createPades();
  try {
    const asked = wanted();
    const pdf = readFileSync(asked.file);
    const report = await pades.verifyUpload(pdf, rootsIn(asked.roots));
    show(asked.file, report);
    const sealed =
      asked.sm2 === undefined || sm2Holds(pdf, readFileSync(asked.sm2), readFileSync(asked.sm2Key, 'utf8'));
    if (asked.sm2 !== undefined) console.log(`国密签名（SM2/SM3）：${sealed ? '有效' : '无效'}`);
    if (report.verdict === 'unreadable') return 2;
    return report.verdict === 'valid' && sealed ? 0 : 1;
  } catch (error) {
    console.error(`verify-contract: ${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return 2;
  } finally {
    await pades.stop();
  }
}

function wanted() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { roots: { type: 'string' }, sm2: { type: 'string' }, 'sm2-key': { type: 'string' } },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new Error('exactly one file is checked');
  if ((values.sm2 === undefined) !== (values['sm2-key'] === undefined))
    throw new Error('--sm2 and --sm2-key go together');
  // As a server of this installation trusts them, else as the sandbox here does.
  const known = process.env['TRUSTED_ROOTS_FILE'] ?? join(dataFolder(), 'keys', 'trusted-roots.pem');
  return { file, roots: values.roots ?? known, sm2: values.sm2, sm2Key: values['sm2-key'] ?? '' };
}

function rootsIn(file: string): Buffer[] {
  const pem = readFileSync(file, 'utf8');
  const all = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (all.length === 0) throw new Error(`${file} has no certificates in it`);
  return all.map((one) => Buffer.from(new X509Certificate(one).raw));
}

function show(file: string, { verdict, sha256, sizeBytes, signatures, findings }: PdfReport): void {
  console.log(`文件：${file}（${sizeBytes} 字节）\nSHA-256：${sha256}`);
  signatures.forEach((one, i) => {
    const who = one.organisation === null ? mask.name(one.name) : `${one.organisation}（${one.name}）`;
    console.log(`\n第 ${i + 1} 个签名：${who}`);
    console.log(
      `  时间：${one.signedAt === null ? '没有可信的时间' : `${secondInShanghai(one.signedAt)}（北京时间，时间戳）`}`,
    );
    console.log(`  事由：${one.reason ?? '—'}`);
    console.log(`  证书：${one.certificateNo}，由 ${one.issuer} 签发，${one.trusted ? '受信任' : '不受信任'}`);
    console.log(`  内容：${one.intact ? '没有改动' : '被改动或已损坏'}${one.coversWholeFile ? '，覆盖整个文件' : ''}`);
  });
  console.log(`\n结论：${VERDICTS[verdict]}`);
  for (const finding of findings) console.log(`  - ${finding}`);
}
