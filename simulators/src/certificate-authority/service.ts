import type { FastifyInstance } from 'fastify';
import { CertificationRequest } from 'pkijs';
import { z } from 'zod';
import type { Db } from '../db.ts';
import type { Dialect } from '../dialect.ts';
import type { Fault } from '../faults.ts';
import { operation, type Service } from '../service.ts';
import type { Authority } from './authority.ts';
import { issuerOf, listOf } from './revocation.ts';
import { bufferOf, derOf, evidenceExtension, issue, pemOf, serialOf, type Wanted } from './x509.ts';

// Written from docs/integrations/certificate-authority/interface.md.

const dialect: Dialect = {
  code: 'respCode',
  ok: '0000',
  malformed: '2001',
  failed: '9999',
  text: 'respMsg',
  texts: {
    '0000': '处理成功',
    '2001': '报文格式错误',
    '2101': '申请流水号重复且要素不一致',
    '2201': '身份信息不予受理',
    '2202': '证书申请文件（PKCS#10）无效',
    '2401': '非本机构签发者',
    '9001': '系统繁忙',
    '9999': '系统异常',
  },
};

const reqSn = z.string().regex(/^[A-Za-z0-9-]{1,40}$/);
const p10 = z.base64().max(8_000);
const text = z
  .string()
  .min(1)
  .max(60)
  .regex(/^\P{Cc}*$/u);
const eventMessage = z.object({
  reqSn,
  userName: text,
  idType: z.literal('0'),
  idNo: z.string().regex(/^\d{17}[\dX]$/),
  evidenceAlg: z.literal('SHA256'),
  evidenceDigest: z.string().regex(/^[0-9a-f]{64}$/),
  p10,
});
const institutionMessage = z.object({ reqSn, orgName: text, sealName: text, p10 });
type Content = z.infer<typeof eventMessage> | z.infer<typeof institutionMessage>;
type Type = 'EVENT' | 'INSTITUTION';

const HOUR_MS = 3_600_000;
/** Signer and CA may disagree about the minute. */
const BACKDATED_MS = 5 * 60_000;

export const certificateAuthority = (db: Db, authority: Authority, lateMs: number): Service => ({
  system: 'certificate-authority',
  dialect,
  operations: [
    operation({
      name: 'apply',
      path: '/ra/event-cert/apply',
      number: 'reqSn',
      message: eventMessage,
      steer: ({ idNo }) => byPerson(idNo, lateMs),
      perform: (message) => apply(db, authority, 'EVENT', message),
    }),
    operation({
      name: 'query',
      path: '/ra/event-cert/query',
      number: 'reqSn',
      message: z.object({ reqSn }),
      perform: (message) => query(db, authority, message.reqSn),
    }),
    operation({
      name: 'crl',
      path: '/ra/crl',
      number: 'issuerFp',
      message: z.object({ issuerFp: z.string().regex(/^[0-9a-f]{64}$/) }),
      perform: ({ issuerFp }) => revocationList(db, authority, issuerFp),
    }),
    operation({
      name: 'institution',
      path: '/ra/institution-cert/apply',
      number: 'reqSn',
      message: institutionMessage,
      perform: (message) => apply(db, authority, 'INSTITUTION', message),
    }),
  ],
  routes: (app) => addDownloads(app, db, authority),
});

/** 15th digit 8: the 16th says what the CA does with the person. */
function byPerson(idNo: string, lateMs: number): Fault | undefined {
  if (idNo[14] !== '8') return undefined;
  const faults: Readonly<Record<string, Fault>> = {
    '0': { kind: 'refuse', code: '2201' },
    '1': { kind: 'apply-then-hang-up' },
    '2': { kind: 'apply-then-late', ms: lateMs },
    '3': { kind: 'never-answers', applied: false },
  };
  return faults[idNo[15] ?? ''];
}

/** Idempotent on the number: the same content brings the same certificate. */
async function apply(db: Db, authority: Authority, type: Type, content: Content): Promise<object> {
  const request = await requestOf(content.p10);
  if (!request) return under('2202', content.reqSn);
  if (!(await find(db, type, content.reqSn))) {
    const certificate = await issue(wantedFrom(authority, content, request), authority.issuing);
    await db.query(
      `insert into sim_ca.certificates (serial_no, type, req_sn, content, certificate)
       values ($1, $2, $3, $4, $5)
       on conflict (type, req_sn) do nothing`,
      [serialOf(certificate), type, content.reqSn, JSON.stringify(content), derOf(certificate)],
    );
  }
  const kept = await find(db, type, content.reqSn);
  if (!kept) return under('9999', content.reqSn);
  // Read back from jsonb, whose fields have lost their order.
  const same = Object.entries(content).every(([field, value]) => kept.content[field] === value);
  return same ? issuedAnswer(authority, content.reqSn, kept) : under('2101', content.reqSn);
}

/** Undefined where it cannot be read, its signature does not hold, or its key is too weak. */
async function requestOf(base64: string): Promise<CertificationRequest | undefined> {
  try {
    const request = CertificationRequest.fromBER(bufferOf(Buffer.from(base64, 'base64')));
    if (!(await request.verify())) return undefined;
    const key = await request.getPublicKey();
    const {
      name,
      namedCurve,
      modulusLength = 0,
    } = key.algorithm as {
      name: string;
      namedCurve?: string;
      modulusLength?: number;
    };
    if (name.startsWith('RSA')) return modulusLength >= 2048 && modulusLength <= 4096 ? request : undefined;
    return namedCurve === 'P-256' || namedCurve === 'P-384' ? request : undefined;
  } catch {
    return undefined;
  }
}

/** The name is the one that the CA was told and has checked, never the one in the request. */
function wantedFrom(authority: Authority, content: Content, request: CertificationRequest): Wanted {
  const notBefore = new Date(Date.now() - BACKDATED_MS);
  const lasts = (hours: number) => new Date(Date.now() + hours * HOUR_MS);
  const publicKey = request.subjectPublicKeyInfo;
  if ('userName' in content) {
    return {
      kind: 'event',
      subject: {
        ...{ country: 'CN', organisation: '个人客户', unit: '事件证书', commonName: content.userName },
        serialNumber: authority.personNo(content.idNo),
      },
      ...{ publicKey, notBefore, notAfter: lasts(24) },
      more: [evidenceExtension(content.reqSn, Buffer.from(content.evidenceDigest, 'hex'))],
    };
  }
  const subject = { country: 'CN', organisation: content.orgName, unit: '机构证书', commonName: content.sealName };
  return { kind: 'institution', subject, publicKey, notBefore, notAfter: lasts(5 * 365 * 24) };
}

type Issued = { serialNo: string; certificate: Buffer; content: Record<string, unknown> };
async function find(db: Db, type: Type, requestNo: string): Promise<Issued | undefined> {
  const [row] = await db.query<Issued>(
    `select serial_no as "serialNo", certificate, content
     from sim_ca.certificates
     where type = $1 and req_sn = $2`,
    [type, requestNo],
  );
  return row;
}

async function query(db: Db, authority: Authority, requestNo: string): Promise<object> {
  const kept = await find(db, 'EVENT', requestNo);
  return kept
    ? { ...issuedAnswer(authority, requestNo, kept), certState: 'ISSUED' }
    : { ...under('0000', requestNo), certState: 'NONE' };
}

const issuedAnswer = ({ issuing, root }: Authority, requestNo: string, { serialNo, certificate }: Issued) => ({
  ...under('0000', requestNo),
  certSn: serialNo,
  certChain: [certificate, derOf(issuing.certificate), derOf(root.certificate)].map((der) => der.toString('base64')),
});

async function revocationList(db: Db, authority: Authority, issuerFp: string): Promise<object> {
  const issuer = issuerOf(authority, issuerFp);
  if (!issuer) return { respCode: '2401', respMsg: dialect.texts['2401'], issuerFp };
  const { der, thisUpdate, nextUpdate } = await listOf(db, authority, issuer);
  return {
    ...{ respCode: '0000', respMsg: dialect.texts['0000'], issuerFp, crl: der.toString('base64') },
    ...{ thisUpdate: thisUpdate.toISOString(), nextUpdate: nextUpdate.toISOString() },
  };
}

const under = (code: string, requestNo: string) => ({
  respCode: code,
  respMsg: dialect.texts[code],
  reqSn: requestNo,
});

/** What a CA lays out for everybody. */
function addDownloads(app: FastifyInstance, db: Db, authority: Authority): void {
  app.get('/roots.pem', (_request, reply) =>
    reply.type('application/x-pem-file').send(pemOf(authority.root.certificate)),
  );
  app.get<{ Params: { file: string } }>('/crl/:file', async (request, reply) => {
    const issuer = issuerOf(authority, /^([0-9a-f]{16})\.crl$/.exec(request.params.file)?.[1] ?? '');
    if (!issuer) return reply.code(404).send();
    return reply.type('application/pkix-crl').send((await listOf(db, authority, issuer)).der);
  });
}
