import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Button, Check, Icon, LegalText, LinkButton, Notice, Sheet } from '@miaodai/ui';
import { api, type Application } from '../../api.ts';
import { useAdvance } from '../../shared/application.ts';
import { ProblemNotice } from '../../shared/problem.tsx';
import { StepFrame } from '../../shared/step-page.tsx';
import { useWrite } from '../../shared/write.ts';
import './face-check.css';

type Checked = Parameters<typeof api.checkFace>[0];

export default function FaceCheck({ application }: { application: Application }) {
  const [consent, setConsent] = useState(false);
  const [reading, setReading] = useState(false);
  const document = useQuery({
    queryKey: ['agreement', 'face-check'],
    queryFn: async ({ signal }) => api.readAgreement({ params: { kind: 'face-check' } }, { signal }),
  });
  const advance = useAdvance('face-check');
  const check = useWrite(
    async (args: Checked, options) => api.checkFace(args, options),
    (answer) => advance(answer.application),
  );
  const start = () => {
    if (!document.data) return;
    const { version, textHash } = document.data;
    void check.run({ params: { applicationId: application.applicationId }, body: { version, textHash } });
  };
  const title = document.data?.title ?? '人脸识别服务授权书';
  return (
    <StepFrame
      page="face-check"
      title="人脸识别"
      application={application}
      foot={
        <>
          <ProblemNotice problem={check.problem ?? document.error} />
          <Button busy={check.busy} inactive={!consent || !document.data} onClick={start}>
            {consent ? '开始识别' : '勾选同意后开始'}
          </Button>
        </>
      }
    >
      <section className="card face">
        <span className="face-ring">
          <Icon name="face" size={88} />
        </span>
        <h2>确认是您本人在操作</h2>
        <p className="lead">人脸识别只用于核对您与身份证照片是否一致，图像按授权书保存，您可以随时撤回同意。</p>
        <Check checked={consent} onChange={setConsent} inactive={!document.data}>
          我同意使用人脸识别核对身份
        </Check>
        <LinkButton onClick={() => setReading(true)}>阅读《{title}》</LinkButton>
      </section>
      <Notice tone="warn" title="演示环境的代用识别">
        <p>这里还没有接入真实的人脸识别：不会打开摄像头，也不采集图像，由代用程序给出结果。</p>
      </Notice>
      <p className="small muted">识别未通过时可以再试；多次未通过，可拨打客服电话，改到网点柜台办理。</p>
      <Sheet title={title} open={reading} onClose={() => setReading(false)}>
        {document.data ? <LegalText paragraphs={document.data.paragraphs} /> : <p>正在加载</p>}
      </Sheet>
    </StepFrame>
  );
}
