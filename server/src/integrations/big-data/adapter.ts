import { postJson, type Endpoint } from '../http-call.ts';
import { done, refused, unknown } from '../outcome.ts';
import type { BigData } from './port.ts';
import { assessReply, FINAL_REFUSALS, WARNINGS } from './wire.ts';

export function bigDataAdapter(endpoint: Endpoint): BigData {
  return {
    assess: async ({ requestNo, name, idNumber, mobile }) => {
      const message = {
        traceId: requestNo,
        scene: 'INSTANT_LOAN',
        cust: { name, idNo: idNumber, phone: mobile },
      };
      const reply = await postJson(endpoint, '/api/v1/risk/assess', message, assessReply);
      if (reply.is === 'unknown') return reply;
      const { body } = reply;
      if (body.traceId !== requestNo) return unknown('answer about another request number');
      if (!('data' in body)) {
        const code = Object.hasOwn(FINAL_REFUSALS, body.code) ? FINAL_REFUSALS[body.code] : undefined;
        return code ? refused(code, body.msg) : unknown(`platform code ${body.code}`);
      }
      return done({ score: scoreOf(body.data.riskScore), warnings: body.data.hitRules.map(warningOf) });
    },
  };
}

/** Theirs grows with the risk, from 0 to 100 in tenths; ours falls, from 1000 to 0. */
const scoreOf = (riskScore: number): number => 1000 - Math.round(riskScore * 10);

/** A rule we have no word for is a warning all the same, under their code. */
const warningOf = (rule: string): string => (Object.hasOwn(WARNINGS, rule) ? (WARNINGS[rule] as string) : rule);
