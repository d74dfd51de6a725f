import { api, type Application } from '../../api.ts';
import { useAdvance, useSetApplication } from '../../shared/application.ts';
import { StepFrame } from '../../shared/step-page.tsx';
import { landing } from '../../shared/steps.ts';
import { useWrite } from '../../shared/write.ts';
import { FaceAttempt } from '../../shared/face/face-attempt.tsx';
import { useFaceConsent } from '../../shared/face/flow.ts';

type Checked = Parameters<typeof api.checkFace>[0];

/** The face check of the chain, or that of somebody who has come back in another session and then goes on where they were. */
export default function FaceCheck({ application }: { application: Application }) {
  const consent = useFaceConsent();
  const advance = useAdvance('face-check');
  const set = useSetApplication();
  const again = application.faceAgain;
  const check = useWrite(
    async (args: Checked, options) => api.checkFace(args, options),
    ({ application: shown }) => (again ? set(shown) : advance(shown)),
  );
  const passed = (faceAttemptId: string) => {
    if (!consent.data) return;
    const { version, textHash } = consent.data;
    const { applicationId } = application;
    void check.run({ params: { applicationId }, body: { version, textHash, faceAttemptId } });
  };
  return (
    <FaceAttempt
      purpose="apply"
      {...(again ? { reason: '您重新登录了。为保护您已填写的内容，请先确认是您本人，然后从上次离开的地方继续。' } : {})}
      onPassed={passed}
      busy={check.busy}
      problem={check.problem}
    >
      {(body, foot) => (
        <StepFrame
          page={again ? landing(application.step) : 'face-check'}
          title={again ? '继续申请' : '人脸识别'}
          application={application}
          foot={foot}
        >
          {body}
        </StepFrame>
      )}
    </FaceAttempt>
  );
}
