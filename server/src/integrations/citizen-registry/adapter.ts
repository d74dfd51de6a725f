import { postJson, type Endpoint } from '../http-call.ts';
import { done, unknown } from '../outcome.ts';
import type { CitizenRegistry } from './port.ts';
import { checkReply } from './wire.ts';

export function citizenRegistryAdapter(endpoint: Endpoint): CitizenRegistry {
  return {
    verifyCitizen: async ({ name, idNumber }) => {
      const reply = await postJson(endpoint, '/idcheck', { XM: name, GMSFHM: idNumber }, checkReply);
      if (reply.is === 'unknown') return reply;
      const { body } = reply;
      if (!('GMSFHM' in body)) return unknown(`registry code ${body.JGDM}`);
      if (body.GMSFHM !== idNumber || body.XM !== name) return unknown('answer about another person');
      if (body.GMSFHM_JG === '库中无此号') return done({ match: 'unknown-number' });
      return done({ match: body.XM_JG === '一致' ? 'match' : 'mismatch' });
    },
  };
}
