import { postJson, type Endpoint } from '../http-call.ts';
import { done, refused, unknown } from '../outcome.ts';
import type { SmsGateway } from './port.ts';
import { FINAL_REFUSALS, sendReply } from './wire.ts';

export function smsGatewayAdapter(endpoint: Endpoint): SmsGateway {
  return {
    send: async ({ messageNo, mobile, text }) => {
      const reply = await postJson(
        endpoint,
        '/v2/messages',
        { msgId: messageNo, phone: mobile, content: text },
        sendReply,
      );
      if (reply.is === 'unknown') return reply;
      const { body } = reply;
      if (body.msgId !== messageNo) return unknown('answer about another message number');
      if ('acceptTime' in body) return done({ acceptedAt: body.acceptTime });
      const code = Object.hasOwn(FINAL_REFUSALS, body.status) ? FINAL_REFUSALS[body.status] : undefined;
      return code ? refused(code, body.reason) : unknown(`gateway status ${body.status}`);
    },
  };
}
