import { api, type Application } from '../../api.ts';
import { useAdvance } from '../../shared/application.ts';
import { StepFrame } from '../../shared/step-page.tsx';
import { useWrite } from '../../shared/write.ts';
import { FaceAttempt } from '../../shared/face/face-attempt.tsx';
import { useFaceConsent } from '../../shared/face/flow.ts';

type Checked = Parameters<typeof api.checkFace>[0];

export default function FaceCheck({ application }: { application: Application }) {
  const consent = useFaceConsent();
  const advance = useAdvance('face-check');
  const check = useWrite(
    async (args: Checked, options) => api.checkFace(args, options),
    (answer) => advance(answer.application),
  );
  const passed = (faceAttemptId: string) => {
    if (!consent.data) return;
    const { version, textHash } = consent.data;
    const { applicationId } = application;
    void check.run({ params: { applicationId }, body: { version, textHash, faceAttemptId } });
  };
  return (
    <FaceAttempt purpose="apply" onPassed={passed} busy={check.busy} problem={check.problem}>
      {(body, foot) => (
        <StepFrame page="face-check" title="人脸识别" application={application} foot={foot}>
          {body}
        </StepFrame>
      )}
    </FaceAttempt>
  );
}
