import { useRef } from 'react';
import { useQuery } from '@tanstack/react-query';
import { api, type Application } from '../../api.ts';
import { AgreeFoot, DocumentCard, useAgreeing } from '../../shared/agree-document.tsx';
import { useAdvance } from '../../shared/application.ts';
import { codeOf, ProblemNotice } from '../../shared/problem.tsx';
import { StepFrame } from '../../shared/step-page.tsx';
import { useWrite } from '../../shared/write.ts';
import { Loaded } from '../../shell/loaded.tsx';

type Agreed = Parameters<typeof api.agree>[0];

/** Each of the two authorisations on its own page, with its own consent. */
export default function Agreement({ application }: { application: Application }) {
  const page =
    application.step === 'credit-report-agreement' ? 'credit-report-agreement' : 'employee-information-agreement';
  const kind = page === 'credit-report-agreement' ? 'credit-report' : 'employee-information';
  const text = useRef<HTMLDivElement>(null);
  const document = useQuery({
    queryKey: ['agreement', kind],
    queryFn: async ({ signal }) => api.readAgreement({ params: { kind } }, { signal }),
  });
  const agreeing = useAgreeing(document.data, text);
  const advance = useAdvance(page);
  const agree = useWrite(async (args: Agreed, options) => api.agree(args, options), advance);
  const onAgree = () => {
    if (!document.data) return;
    const { version, textHash } = document.data;
    void agree.run({ params: { applicationId: application.applicationId, kind }, body: { version, textHash } });
  };
  const outdated = codeOf(agree.problem) === 'agreement-outdated';
  return (
    <StepFrame
      page={page}
      title={kind === 'credit-report' ? '征信查询授权' : '员工信息查询授权'}
      application={application}
      foot={
        document.data ? (
          <AgreeFoot
            agreeing={agreeing}
            title={document.data.title}
            action="同意并继续"
            busy={agree.busy}
            onAgree={onAgree}
            problem={
              <ProblemNotice
                problem={agree.problem}
                onRetry={outdated ? () => void document.refetch().then(agree.clear) : undefined}
                retryText="打开新版本"
              />
            }
          />
        ) : undefined
      }
    >
      <p className="lead">
        {kind === 'credit-report'
          ? '第二份，共两份。审批需要查询您的个人信用报告，每次查询都会留下记录。'
          : '第一份，共两份。我们需要向您的单位核对员工信息，只用于本次贷款。'}
      </p>
      <Loaded query={document} lines={10}>
        {(data) => <DocumentCard document={data} text={text} />}
      </Loaded>
    </StepFrame>
  );
}
