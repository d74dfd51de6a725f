import { postJson, type Endpoint } from '../http-call.ts';
import { done, refused, unknown, type Outcome } from '../outcome.ts';
import { fingerprintOf, objectionTo, readChain } from './certificates.ts';
import type { CertificateAuthority } from './port.ts';
import { applyReply, FINAL_REFUSALS, listReply, queryReply } from './wire.ts';

export function certificateAuthorityAdapter(endpoint: Endpoint): CertificateAuthority {
  return {
    issue: async (request) => {
      const { requestNo, csr, name, idNumber, evidenceHash } = request;
      const message = {
        ...{ reqSn: requestNo, userName: name, idType: '0', idNo: idNumber },
        ...{ evidenceAlg: 'SHA256', evidenceDigest: evidenceHash, p10: csr.toString('base64') },
      };
      const reply = await postJson(endpoint, '/ra/event-cert/apply', message, applyReply);
      if (reply.is === 'unknown') return reply;
      const { body } = reply;
      if (body.reqSn !== requestNo) return unknown('answer about another request');
      if (!('certSn' in body)) return refusalOf(body);
      const certificate = readChain(body.certSn, body.certChain);
      if ('objection' in certificate) return unknown(certificate.objection);
      const objection = objectionTo(certificate, request);
      return objection === undefined ? done(certificate) : unknown(objection);
    },

    find: async (requestNo) => {
      const reply = await postJson(endpoint, '/ra/event-cert/query', { reqSn: requestNo }, queryReply);
      if (reply.is === 'unknown') return reply;
      const { body } = reply;
      if (body.reqSn !== requestNo) return unknown('answer about another request');
      if ('respMsg' in body) return refusalOf(body);
      if (body.certState === 'NONE') return done({ state: 'absent' });
      const certificate = readChain(body.certSn, body.certChain);
      return 'objection' in certificate ? unknown(certificate.objection) : done({ state: 'issued', certificate });
    },

    revocationList: async (issuer) => {
      const issuerFp = fingerprintOf(issuer);
      const reply = await postJson(endpoint, '/ra/crl', { issuerFp }, listReply);
      if (reply.is === 'unknown') return reply;
      const { body } = reply;
      if (body.issuerFp !== issuerFp) return unknown('answer about another issuer');
      return 'crl' in body ? done(body.crl) : refusalOf(body);
    },
  };
}

function refusalOf({ respCode, respMsg }: { respCode: string; respMsg: string }): Outcome<never> {
  const code = Object.hasOwn(FINAL_REFUSALS, respCode) ? FINAL_REFUSALS[respCode] : undefined;
  return code ? refused(code, respMsg) : unknown(`CA code ${respCode}`);
}
