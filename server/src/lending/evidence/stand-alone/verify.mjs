#!/usr/bin/env node
/**
 * 核验一个证据包：node verify.mjs [--roots 根证书.pem] [文件夹]
 * Stands alone: Node 20 or later, no packages, no network. What it checks is written in README.txt beside it.
 * Exit codes: 0 whole and anchored, 1 something does not agree, 2 cannot be checked, 3 whole but not anchored yet.
 */
import { createHash, verify as verifySignature, X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const NOTHING_BEFORE = '0'.repeat(64);
/** What operating systems leave in folders that were looked at. */
const LEFT_BY_SYSTEMS = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*)$|^__MACOSX\//;
const findings = [];
const wrong = (words) => void findings.push(words);
const say = (line = '') => void process.stdout.write(`${line}\n`);

const { folder, rootsFile } = wanted(process.argv.slice(2));
function wanted(args) {
  const at = args.indexOf('--roots');
  const roots = at >= 0 ? args[at + 1] : undefined;
  const rest = at >= 0 ? [...args.slice(0, at), ...args.slice(at + 2)] : args;
  return { folder: rest[0] ?? dirname(fileURLToPath(import.meta.url)), rootsFile: roots };
}

function check() {
  for (const needed of ['index.json', 'chain.json'])
    if (!existsSync(join(folder, needed))) throw new Error(`${folder} 中没有 ${needed}，这不是一个完整的证据包`);
  const indexBytes = bytesOf('index.json');
  const index = json('index.json');
  const chain = json('chain.json');
  if (!Array.isArray(index.items) || !Array.isArray(chain.links) || chain.links.length === 0)
    throw new Error('index.json 或 chain.json 的内容不完整');
  checkFiles(index, chain);
  checkItems(index);
  checkContract(index);
  checkLinks(index, indexBytes, chain.links);
  const anchor = chain.anchored ? checkAnchor(chain.links.at(-1)) : undefined;
  return tell(index, chain, anchor);
}

/** Every file that belongs to it is there, and no other. */
function checkFiles(index, chain) {
  const known = new Set(['index.json', 'chain.json', 'verify.mjs']);
  for (const { fileName } of index.items) known.add(String(fileName));
  for (const [name, hash] of Object.entries(chain.companions ?? {})) {
    known.add(name);
    if (!existsSync(join(folder, name))) wrong(`缺少文件：${name}`);
    else if (hashWith('SHA-256', bytesOf(name)) !== hash) wrong(`文件被改动：${name}`);
  }
  if (chain.anchored) for (const name of ['anchor.json', 'anchor.tsr']) known.add(name);
  for (const name of filesIn(folder)) {
    if (!known.has(name) && !LEFT_BY_SYSTEMS.test(name)) wrong(`多出的文件，不属于本证据包：${name}`);
  }
}

function filesIn(from) {
  return readdirSync(from, { withFileTypes: true }).flatMap((entry) => {
    const path = join(from, entry.name);
    return entry.isDirectory() ? filesIn(path) : [relative(folder, path).split(sep).join('/')];
  });
}

function checkItems({ algorithm, items }) {
  for (const { no, label, fileName, hash, sizeBytes } of items) {
    const what = `第 ${no} 项 ${label}（${fileName}）`;
    if (/(^|\/)\.\.?(\/|$)|^\/|\\/.test(fileName)) wrong(`${what} 的文件名不合规`);
    else if (chainErased(fileName)) say(`提示：${what} 已按保存期限删除，只核对其哈希在链中`);
    else if (!existsSync(join(folder, fileName))) wrong(`缺少文件：${what}`);
    else if (statSync(join(folder, fileName)).size !== sizeBytes) wrong(`文件被改动：${what}，大小与封存时不同`);
    else if (hashWith(algorithm, bytesOf(fileName)) !== hash) wrong(`文件被改动：${what}`);
  }
}

const chainErased = (fileName) => (json('chain.json').erased ?? []).includes(fileName);

/** The signed file is the one that the record of the signing names. */
function checkContract({ items }) {
  const file = items.find(({ kind }) => kind === 'signed-contract');
  const record = items.find(({ kind }) => kind === 'signing');
  if (!file || !record || !existsSync(join(folder, file.fileName)) || !existsSync(join(folder, record.fileName)))
    return;
  const { sha256 } = json(record.fileName);
  if (sha256 !== hashWith('SHA-256', bytesOf(file.fileName)))
    wrong(`${file.fileName} 不是 ${record.fileName} 所记录的已签署文件（SHA-256 不同）`);
}

/** From this pack, link by link, to the one that was time-stamped. */
function checkLinks(index, indexBytes, links) {
  const [own] = links;
  if (own.algorithm !== index.algorithm || hashWith(own.algorithm, indexBytes) !== own.contentHash)
    wrong('index.json 被改动，或不是这条链上的证据包');
  if (canonical(index) !== indexBytes.toString('utf8')) wrong('index.json 不是规范格式');
  if ((own.seq === 1) !== (own.previousHash === NOTHING_BEFORE)) wrong('chain.json：第一环的位置不合规');
  links.forEach((link, n) => {
    const { algorithm, contentHash, previousHash, seq, packHash } = link;
    if (hashWith(algorithm, canonical({ algorithm, contentHash, previousHash, seq })) !== packHash)
      wrong(`chain.json：第 ${seq} 环的哈希不符`);
    const before = links[n - 1];
    if (before && (seq !== before.seq + 1 || previousHash !== before.packHash))
      wrong(`chain.json：第 ${seq} 环与前一环不衔接`);
  });
}

/** The stamp names the head of the chain, and is signed by a time-stamp authority that a root vouches for. */
function checkAnchor(head) {
  for (const name of ['anchor.json', 'anchor.tsr'])
    if (!existsSync(join(folder, name))) {
      wrong(`缺少文件：${name}`);
      return undefined;
    }
  const statement = bytesOf('anchor.json');
  const { seq, packHash } = json('anchor.json');
  if (seq !== head.seq || packHash !== head.packHash) wrong('anchor.json 所指的不是这条链的末端');
  try {
    return checkToken(bytesOf('anchor.tsr'), statement);
  } catch {
    wrong('anchor.tsr 不是可以读取的时间戳');
    return undefined;
  }
}

function checkToken(der, statement) {
  const signed = signedDataOf(der);
  const imprint = signed.info.children[2].children[1].content;
  if (!imprint.equals(createHash('sha256').update(statement).digest()))
    wrong('时间戳所覆盖的不是 anchor.json（anchor.json 或 anchor.tsr 被改动）');
  const digest = digestNames[hex(signed.signer.children[2].children[0].content)];
  const attributes = signed.signer.children.find(({ tag }) => tag === 0xa0);
  const stated = attributes?.children.find(({ children }) => hex(children[0].content) === OIDS.messageDigest);
  if (!digest || !stated?.children[1].children[0].content.equals(createHash(digest).update(signed.infoBytes).digest()))
    wrong('时间戳的内容与其签名不符');
  const certificate = signed.certificates.find((one) => isOf(signed.signer, one));
  // Signed as a SET, stored as [0]: the first byte differs.
  const bytes = attributes && Buffer.concat([Buffer.of(0x31), attributes.whole.subarray(1)]);
  const signature = signed.signer.children.filter(({ tag }) => tag === 0x04).at(-1)?.content;
  const sound =
    certificate && bytes && signature && verifySignature(digest ?? 'sha256', bytes, certificate.publicKey, signature);
  if (!sound) wrong('时间戳的签名无效');
  const trusted = certificate !== undefined && leadsToRoot(certificate, signed.certificates);
  if (certificate && !trusted) wrong(`时间戳机构的证书不能追溯到 ${rootsFile ?? 'roots.pem'} 中的根证书`);
  if (certificate && !certificate.keyUsage?.includes(OIDS.timeStamping)) wrong('签发时间戳的证书没有时间戳用途');
  return { at: momentOf(signed.info), by: certificate ? nameOf(certificate) : '—' };
}

const OIDS = { messageDigest: '2a864886f70d010904', timeStamping: '1.3.6.1.5.5.7.3.8' };
const digestNames = {
  '608648016503040201': 'sha256',
  '608648016503040202': 'sha384',
  '608648016503040203': 'sha512',
};

/** ContentInfo { oid, [0] SignedData { version, digests, { oid, [0] OCTET STRING TSTInfo }, [0] certificates, …, signerInfos } } */
function signedDataOf(der) {
  const data = parse(der).children[1].children[0];
  const infoBytes = data.children[2].children[1].children[0].content;
  const certificates = (data.children.find(({ tag }) => tag === 0xa0)?.children ?? []).map(
    ({ whole }) => new X509Certificate(whole),
  );
  const signer = data.children.at(-1).children[0];
  return { infoBytes, info: parse(infoBytes), certificates, signer };
}

/** SignerInfo names its certificate by issuer and serial number. */
function isOf(signer, certificate) {
  const serial = signer.children[1].children[1]?.content;
  return serial !== undefined && BigInt(`0x${hex(serial)}`) === BigInt(`0x${certificate.serialNumber}`);
}

function leadsToRoot(leaf, others) {
  const file = rootsFile ?? join(folder, 'roots.pem');
  if (!existsSync(file)) return false;
  const pems = readFileSync(file, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const roots = pems.map((pem) => new X509Certificate(pem));
  let at = leaf;
  for (let steps = 0; steps < 8; steps += 1) {
    const root = roots.find((one) => isIssuedBy(at, one));
    if (root) return true;
    const next = others.find((one) => one.fingerprint256 !== at.fingerprint256 && isIssuedBy(at, one));
    if (!next) return false;
    at = next;
  }
  return false;
}

const isIssuedBy = (certificate, issuer) =>
  certificate.fingerprint256 === issuer.fingerprint256 ||
  (issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey));

const nameOf = ({ subject }) => /(?:^|\n)CN=(.*)/.exec(subject)?.[1] ?? subject.replaceAll('\n', '，');

/** GeneralizedTime 20261123053800[.123]Z, as Beijing reads its clocks: eight hours on. */
function momentOf(info) {
  const text = info.children.find(({ tag }) => tag === 0x18).content.toString('latin1');
  const [year, month, day, hour, rest] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d{4})/.exec(text).slice(1);
  const isLeap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  const at = [Number(year), Number(month), Number(day), Number(hour) + 8];
  if (at[3] >= 24) [at[2], at[3]] = [at[2] + 1, at[3] - 24];
  if (at[2] > days[at[1] - 1]) [at[1], at[2]] = [at[1] + 1, 1];
  if (at[1] > 12) [at[0], at[1]] = [at[0] + 1, 1];
  const [y, m, d, h] = at.map((n) => String(n).padStart(2, '0'));
  return `${y}-${m}-${d} ${h}:${rest.slice(0, 2)}:${rest.slice(2)}（北京时间）`;
}

/** One DER value with what is in it. @throws where it runs over its end. */
function parse(bytes, at = 0) {
  const tag = bytes[at];
  let length = bytes[at + 1];
  let start = at + 2;
  if (length > 0x80) {
    const size = length - 0x80;
    if (size > 4) throw new Error('a length of more than four bytes');
    length = bytes.readUIntBE(start, size);
    start += size;
  }
  const end = start + length;
  if (tag === undefined || length === undefined || Number.isNaN(end) || end > bytes.length) throw new Error('cut off');
  const children = [];
  if (tag & 0x20) for (let next = start; next < end; next = children.at(-1).end) children.push(parse(bytes, next));
  return { tag, content: bytes.subarray(start, end), whole: bytes.subarray(at, end), end, children };
}

const hex = (bytes) => bytes.toString('hex');

function tell(index, chain, anchor) {
  const [own] = chain.links;
  const head = chain.links.at(-1);
  say(`合同 ${index.contractNo}，材料 ${index.items.length} 项，算法 ${index.algorithm}`);
  say(`证据链第 ${own.seq} 环，封存哈希 ${own.packHash}`);
  if (anchor) say(`外部时间戳：${anchor.at}，由 ${anchor.by} 签发，覆盖至第 ${head.seq} 环`);
  say();
  if (findings.length > 0) {
    say(`核验不通过，共 ${findings.length} 处：`);
    for (const words of findings) say(`  ✗ ${words}`);
    return 1;
  }
  if (!chain.anchored) {
    say('材料彼此一致，但尚无外部时间戳：不能排除在导出之前整体重做的可能。请稍后重新导出。');
    return 3;
  }
  say('核验通过：全部材料与封存时一致，没有缺少，没有多出，并且在上述时间之前就已存在。');
  return 0;
}

function bytesOf(name) {
  return readFileSync(join(folder, name));
}

function json(name) {
  try {
    return JSON.parse(bytesOf(name).toString('utf8'));
  } catch {
    throw new Error(`${name} 不是可以读取的 JSON`);
  }
}

function canonical(value) {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const names = Object.keys(value).toSorted((a, b) => (a < b ? -1 : 1));
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}

function hashWith(algorithm, bytes) {
  const data = typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes;
  return algorithm === 'SM3' ? sm3(data) : createHash('sha256').update(data).digest('hex');
}

/** GM/T 0004-2012, written out: not every Node is built with it. */
function sm3(data) {
  // Shifts count modulo 32: turned by 0 or 32 a word is itself.
  const rol = (x, n) => ((x << n) | (x >>> (32 - n))) >>> 0;
  const p0 = (x) => (x ^ rol(x, 9) ^ rol(x, 17)) >>> 0;
  const p1 = (x) => (x ^ rol(x, 15) ^ rol(x, 23)) >>> 0;
  const padded = Buffer.alloc((((data.length + 8) >> 6) + 1) << 6);
  data.copy(padded);
  padded[data.length] = 0x80;
  padded.writeBigUInt64BE(BigInt(data.length) * 8n, padded.length - 8);
  let state = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e];
  const w = new Uint32Array(68);
  for (let block = 0; block < padded.length; block += 64) {
    for (let i = 0; i < 16; i += 1) w[i] = padded.readUInt32BE(block + i * 4);
    for (let i = 16; i < 68; i += 1) w[i] = p1(w[i - 16] ^ w[i - 9] ^ rol(w[i - 3], 15)) ^ rol(w[i - 13], 7) ^ w[i - 6];
    let [a, b, c, d, e, f, g, h] = state;
    for (let j = 0; j < 64; j += 1) {
      const early = j < 16;
      const ss1 = rol((rol(a, 12) + e + rol(early ? 0x79cc4519 : 0x7a879d8a, j)) >>> 0, 7);
      const ss2 = (ss1 ^ rol(a, 12)) >>> 0;
      const tt1 = ((early ? a ^ b ^ c : (a & b) | (a & c) | (b & c)) + d + ss2 + (w[j] ^ w[j + 4])) >>> 0;
      const tt2 = ((early ? e ^ f ^ g : (e & f) | (~e & g)) + h + ss1 + w[j]) >>> 0;
      [d, c, b, a] = [c, rol(b, 9), a, tt1];
      [h, g, f, e] = [g, rol(f, 19), e, p0(tt2)];
    }
    state = [a, b, c, d, e, f, g, h].map((word, i) => (word ^ state[i]) >>> 0);
  }
  return state.map((word) => word.toString(16).padStart(8, '0')).join('');
}

// At the end: by now everything above has its value.
try {
  process.exitCode = check();
} catch (error) {
  say(`不能核验：${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
