import { useRef } from 'react';
import { useQuery } from '@tanstack/react-query';
import { api, type Application } from '../../api.ts';
import { AgreeFoot, DocumentCard, useAgreeing } from '../../shared/agree-document.tsx';
import { useAdvance } from '../../shared/application.ts';
import { ProblemNotice } from '../../shared/problem.tsx';
import { StepFrame } from '../../shared/step-page.tsx';
import { useWrite } from '../../shared/write.ts';
import { Loaded } from '../../shell/loaded.tsx';

type Declared = Parameters<typeof api.declareUseOfFunds>[0];

export default function UseOfFunds({ application }: { application: Application }) {
  const params = { applicationId: application.applicationId };
  const text = useRef<HTMLDivElement>(null);
  const document = useQuery({
    queryKey: ['use-of-funds', application.applicationId],
    queryFn: async ({ signal }) => api.readUseOfFunds({ params }, { signal }),
  });
  const agreeing = useAgreeing(document.data, text);
  const advance = useAdvance('use-of-funds');
  const declare = useWrite(async (args: Declared, options) => api.declareUseOfFunds(args, options), advance);
  const onAgree = () => {
    if (!document.data) return;
    const { version, textHash } = document.data;
    void declare.run({ params, body: { version, textHash } });
  };
  return (
    <StepFrame
      page="use-of-funds"
      title="贷款用途声明"
      application={application}
      foot={
        document.data ? (
          <AgreeFoot
            agreeing={agreeing}
            title={document.data.title}
            action="声明并继续"
            busy={declare.busy}
            onAgree={onAgree}
            problem={<ProblemNotice problem={declare.problem} />}
          />
        ) : undefined
      }
    >
      <p className="lead">请确认借款用途。声明的用途与实际不符，贷款可能被提前收回。</p>
      <Loaded query={document} lines={8}>
        {(data) => <DocumentCard document={data} text={text} />}
      </Loaded>
    </StepFrame>
  );
}
