import { useState, type FormEvent } from 'react';
import { erpNoField, fieldError } from '@miaodai/http-api/fields';
import { Button, digitsGrouping, Facts, Field, Notice } from '@miaodai/ui';
import { api, type Application } from '../../api.ts';
import { useAdvance, useReloadApplication } from '../../shared/application.ts';
import { focusFirstError } from '../../shared/focus.ts';
import { fieldProblem, ProblemNotice } from '../../shared/problem.tsx';
import { StepFrame } from '../../shared/step-page.tsx';
import { useWrite } from '../../shared/write.ts';

type Identified = Parameters<typeof api.identify>[0];
const eightDigits = digitsGrouping(8);

export default function Identity({ application }: { application: Application }) {
  const { identity } = application;
  const [erpNo, setErpNo] = useState('');
  const [error, setError] = useState<string>();
  const advance = useAdvance('identity');
  const reload = useReloadApplication();
  const identify = useWrite(async (args: Identified, options) => api.identify(args, options), advance);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found = fieldError(erpNoField, erpNo);
    setError(found);
    if (found) return focusFirstError();
    const { applicationId } = application;
    if (!(await identify.run({ params: { applicationId }, body: { erpNo } }))) await reload();
  };
  return (
    <StepFrame
      page="identity"
      title="身份与员工信息"
      application={application}
      foot={
        <Button type="submit" form="identity" busy={identify.busy}>
          核对并继续
        </Button>
      }
    >
      <section className="card" aria-labelledby="who">
        <h2 id="who">身份信息</h2>
        <Facts
          facts={[
            { name: '姓名', value: identity.name },
            { name: '证件类型', value: '居民身份证' },
            { name: '证件号码', value: identity.idNumber },
          ]}
        />
        <p className="small muted">来自您开立电子账户时的登记，如有变更请联系客服。</p>
      </section>
      <form id="identity" className="card page-form" onSubmit={(event) => void submit(event)} noValidate>
        <Field
          label={erpNoField.label}
          name="erp-no"
          inputMode="numeric"
          autoComplete="off"
          className="num"
          value={erpNo}
          grouping={eightDigits}
          hint={erpNoField.hint}
          error={error ?? fieldProblem(identify.problem, 'erpNo')}
          onChange={(value) => {
            setErpNo(value);
            if (!fieldError(erpNoField, value)) setError(undefined);
          }}
          onBlur={() => erpNo && setError(fieldError(erpNoField, erpNo))}
        />
        {identity.notEligible && !identify.problem ? (
          <Notice tone="danger" alert title={identity.notEligible.title}>
            {identity.notEligible.paragraphs.map((paragraph) => (
              <p key={paragraph}>{paragraph}</p>
            ))}
          </Notice>
        ) : null}
        <ProblemNotice problem={identify.problem} />
      </form>
    </StepFrame>
  );
}
