import type { Answer, faceOperations } from '@miaodai/http-api';
import { ok } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { lookAtFrames, settleFaceTry, startFaceAttempt, takeFaceTry } from '../../customer/face/index.ts';
import { informed, type Handlers } from '../door.ts';
import type { Needs } from './needs.ts';

type Reason = Answer<typeof faceOperations.submitFaceFrames>['reason'];

/** What was wrong, and what the customer can do. */
const EXPLANATIONS: Readonly<Record<Reason, string>> = {
  passed: '人脸识别通过',
  'no-face': '画面中没有看到清晰的人脸，请正对镜头、避开强光后重试',
  'several-faces': '画面中有多张人脸，请确保只有您本人出现在画面中',
  'not-alive': '未能确认是真人操作，请不要使用照片或视频，本人正对镜头重试',
  'other-person': '与预留照片不一致，请由本人操作；如有疑问请联系客服或到网点办理',
  'challenge-not-followed': '动作没有按提示完成，请按屏幕提示的顺序慢一点做动作',
  'poor-picture': '画面不够清晰或没有正对镜头，请在光线充足处擦净镜头、正对镜头后重试',
  'no-reference': '还没有可供比对的证件照片，请先上传并确认身份证',
};

/** The face check: frames are looked at with no transaction open, in threads of their own. */
export const faceRoutes = (needs: Needs): Handlers<typeof faceOperations> => ({
  startFaceAttempt: {
    within: async (context, { body }, { customerId, from }) => {
      const settings = await readSettings(context.tx, context.today);
      const who = { customerId, purpose: body.purpose, channel: from.channel };
      const started = await startFaceAttempt(context, needs.faceCheck, who, settings);
      if (!started.ok) return started;
      const { attemptId, required, standIn, actions, framesPerAction, expiresAt } = started.value.attempt;
      const { triesLeft } = started.value;
      return ok({
        ...{ attemptId, required, standIn, actions, framesPerAction, expiresAt },
        ...{ now: context.now, triesLeft },
      });
    },
  },
  submitFaceFrames: informed({
    before: async ({ params, body }, { customerId, from }) => {
      const { db, vault, inTx, faceCheck: face, portraitOf } = needs;
      const settings = await readSettings(db, await today(db));
      const { consent, neutral, actions } = body;
      const frames = {
        neutral: bytesOf(neutral),
        actions: actions.map((shown) => ({ action: shown.action, frames: shown.frames.map(bytesOf) })),
      };
      const submission = { customerId, attemptId: params.attemptId, consent, frames };
      const taken = await inTx((context) => takeFaceTry(context, submission, settings, from));
      if (!taken.ok) return taken;
      const finding = await lookAtFrames({ db, vault, face, portraitOf }, taken.value);
      return finding.ok ? ok({ taken: taken.value, finding: finding.value }) : finding;
    },
    within: async (context, _, __, { taken, finding }) => {
      const { triesLeft, enrolled } = await settleFaceTry(context, needs.vault, taken, finding);
      const { reason } = finding;
      const { standIn } = taken.attempt;
      return ok({
        passed: reason === 'passed',
        ...{ reason, explanation: EXPLANATIONS[reason], standIn, enrolled, triesLeft },
      });
    },
  }),
});

const bytesOf = (base64: string): Buffer => Buffer.from(base64, 'base64');
