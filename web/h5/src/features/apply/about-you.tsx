import { useState, type FormEvent } from 'react';
import { aboutYouFields, fieldError } from '@miaodai/http-api/fields';
import { Button, Choice, Field, Picker } from '@miaodai/ui';
import { api, type Application } from '../../api.ts';
import { useAdvance, useFreshStart } from '../../shared/application.ts';
import { useDraft, type Draft } from '../../shared/draft.ts';
import { DraftStatus } from '../../shared/draft-status.tsx';
import { focusFirstError } from '../../shared/focus.ts';
import { optionsOf } from '../../shared/options.ts';
import { fieldProblem } from '../../shared/problem.tsx';
import { StepFrame } from '../../shared/step-page.tsx';
import { ProductLine } from './product-line.tsx';
import { wordsFor } from './words.ts';

type Complete = Required<Application['aboutYou']>;
type Name = keyof Complete;
const names = Object.keys(aboutYouFields) as Name[];

export default function AboutYou({ application }: { application: Application }) {
  const { start, restart, round } = useFreshStart(application);
  return <Form key={round} application={start} onReloaded={restart} />;
}

type FormProps = { application: Application; onReloaded: (fresh: Application | undefined) => void };

function Form({ application, onReloaded }: FormProps) {
  const params = { applicationId: application.applicationId };
  const draft = useDraft<Complete>(application, async (body, options) => api.saveAboutYou({ params, body }, options));
  const { choice, text, submit } = useAboutYou(application, draft);
  return (
    <StepFrame
      page="about-you"
      title={wordsFor(application).aboutYou}
      application={application}
      foot={
        <>
          <DraftStatus draft={draft} onReloaded={onReloaded} />
          <Button type="submit" form="about-you" busy={draft.busy}>
            {application.step === 'submit' ? '保存并返回核对' : '下一步'}
          </Button>
        </>
      }
    >
      <form id="about-you" className="page" onSubmit={(event) => void submit(event)} noValidate>
        <ProductLine application={application} />
        <section className="card page-form" aria-labelledby="basics">
          <h2 id="basics">基本情况</h2>
          <Choice {...choice('maritalStatus')} />
          <Picker {...choice('education')} />
          <Field
            {...text('residenceAddress')}
            autoComplete="street-address"
            hint={aboutYouFields.residenceAddress.hint}
          />
        </section>
        <section className="card page-form" aria-labelledby="work">
          <h2 id="work">工作信息</h2>
          {application.identity.employerName ? (
            <p className="small muted">工作单位：{application.identity.employerName}</p>
          ) : null}
          <Field {...text('department')} autoComplete="off" />
          <Picker {...choice('position')} />
        </section>
        <section className="card page-form" aria-labelledby="housing">
          <h2 id="housing">居住情况</h2>
          <Choice {...choice('housing')} width="wide" />
        </section>
      </form>
    </StepFrame>
  );
}

/** Each answer is checked when its field is left and saved at once where it is right; all of them before going on. */
function useAboutYou(application: Application, draft: Draft<Complete>) {
  const [answers, setAnswers] = useState<{ [N in Name]?: string | undefined }>({ ...application.aboutYou });
  const [errors, setErrors] = useState<{ [N in Name]?: string | undefined }>({});
  const advance = useAdvance('about-you');
  const note = (name: Name, error: string | undefined) => setErrors((before) => ({ ...before, [name]: error }));
  const put = (name: Name, value: string) => draft.put({ [name]: value.trim() });
  const errorOf = (name: Name) => errors[name] ?? fieldProblem(draft.problem, name);
  const change = (name: Name, value: string) => {
    setAnswers((before) => ({ ...before, [name]: value }));
    if (!fieldError(aboutYouFields[name], value)) note(name, undefined);
  };
  const leave = (name: Name) => {
    const value = answers[name] ?? '';
    if (value === '') return;
    const error = fieldError(aboutYouFields[name], value);
    note(name, error);
    if (!error && value.trim() !== application.aboutYou[name]) put(name, value);
  };
  return {
    choice: (name: Name) => ({
      ...optionsOf(aboutYouFields[name]),
      value: answers[name],
      error: errorOf(name),
      onChange: (value: string) => {
        change(name, value);
        put(name, value);
      },
    }),
    text: (name: Name) => ({
      label: aboutYouFields[name].label,
      name,
      value: answers[name] ?? '',
      error: errorOf(name),
      onChange: (value: string) => change(name, value),
      onBlur: () => leave(name),
    }),
    submit: async (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault();
      const found = Object.fromEntries(names.map((name) => [name, fieldError(aboutYouFields[name], answers[name])]));
      setErrors(found);
      if (Object.values(found).some(Boolean)) return focusFirstError();
      const saved = await draft.complete(answers as Complete);
      if (saved) advance(saved);
    },
  };
}
