import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { aPdf, aPicture, infected } from '../../server/test-kit/paper.ts';
import { saysNo, type Bank } from './review-bank.ts';

/** What somebody may try to leave with the bank, and what is really kept. */
export async function badFiles(bank: Bank): Promise<void> {
  const { who, params } = await bank.atOfficer();
  const upload = (content: Buffer, name = '收入证明.png') =>
    who.api.uploadPaper({ params, body: { kind: 'income', name, base64: content.toString('base64') } });
  const refused = async (what: string, content: Buffer, words: RegExp) =>
    assert.rejects(upload(content), saysNo('file-refused', words), what);
  await refused('a program', Buffer.concat([Buffer.from('MZ\x90\0'), Buffer.alloc(3_000)]), /只接受/);
  await refused('half a picture', (await aPicture()).subarray(0, 2_000), /已损坏/);
  await refused('a header alone', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]), /已损坏/);
  await refused('a script', aPdf('/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>'), /脚本/);
  await refused('a script by another spelling', aPdf('/OpenAction << /S /J#61vaScript /JS (1) >>'), /脚本/);
  const packed = deflateSync(Buffer.from('5 0 << /S /JavaScript /JS (1) >>'));
  const stream = `4 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`;
  await refused('a packed script', aPdf('', `${stream}${packed.toString('latin1')}\nendstream\nendobj\n`), /脚本/);
  await refused('a program within', aPdf('/OpenAction << /S /Launch /F (cmd.exe) >>'), /可运行/);
  await refused('a file within', aPdf('/Names << /EmbeddedFiles 4 0 R >>'), /附件/);
  await refused('a locked one', aPdf('', '4 0 obj\n<< /Encrypt 5 0 R >>\nendobj\n'), /加密/);
  await refused('a torn one', aPdf().subarray(0, -20), /不完整/);
  await refused('a large one', Buffer.concat([aPdf(), Buffer.alloc(5_242_881 - aPdf().length)]), /不能超过 5 MB/);
  await assert.rejects(upload(await infected()), saysNo('file-infected', /Eicar-Signature/));
  await assert.rejects(upload(await aPicture(), '../../etc/passwd'), saysNo('invalid-input'));
  const body = { kind: 'signed-contract', name: 'a.png', base64: (await aPicture()).toString('base64') };
  await assert.rejects(who.api.uploadPaper({ params, body }), saysNo('invalid-input'), 'scans are for staff');
  assert.deepEqual((await who.api.listPapers({ params })).papers, []);
  const kept = await upload(await aPicture('jpeg'));
  assert.deepEqual(
    kept.papers.map(({ mediaType, scan, label }) => [mediaType, scan, label]),
    [['image/jpeg', 'clean', '收入证明']],
  );
}
