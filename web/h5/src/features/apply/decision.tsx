import { api, type Application } from '../../api.ts';
import { useSetApplication } from '../../shared/application.ts';
import { useFollow } from '../../shared/follow.ts';
import { StepFrame } from '../../shared/step-page.tsx';
import { Waiting } from '../../shared/waiting.tsx';
import { Course } from '../../shared/course.tsx';

/** The gate moves on by itself when an answer names the next step. */
export default function Decision({ application }: { application: Application }) {
  const set = useSetApplication();
  const params = { applicationId: application.applicationId };
  const { silent } = useFollow(
    application.step === 'decision',
    async (waitMs, signal) => api.readApplication({ params, query: { waitMs } }, { signal }),
    set,
  );
  const { verifying, route } = application;
  return (
    <StepFrame page="decision" title="审批进度" application={application}>
      <Waiting
        title={verifying?.title ?? '正在审批'}
        text={verifying?.words ?? '通常几秒钟出结果，外部系统繁忙时可能需要几分钟。'}
        silent={silent}
        stages={[
          { name: '申请已提交', state: 'done' },
          { name: '核对信息与信用记录', state: 'now' },
          { name: route === 'standard' ? '客户经理审批' : '给出审批结果', state: 'next' },
        ]}
      />
      <Course application={application} />
      <p className="small muted">申请编号 {application.applicationNo}</p>
    </StepFrame>
  );
}
