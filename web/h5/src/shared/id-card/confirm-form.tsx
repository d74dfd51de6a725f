import { useState, type FormEvent } from 'react';
import { Choice, Facts, Field, Notice } from '@miaodai/ui';
import { focusFirstError } from '../focus.ts';
import { fieldProblem } from '../problem.tsx';
import {
  answerError,
  editableOf,
  fieldNames,
  labels,
  shownValue,
  type Answers,
  type FieldName,
} from './fields.rules.ts';
import type { IdDocument } from './sides.ts';

type ConfirmFormProps = {
  document: IdDocument;
  read: Answers;
  problem: unknown;
  onSubmit: (answers: Answers) => void;
};

export const CONFIRM_FORM = 'id-fields';

/** What was read, to be checked: what may be changed as fields, the rest to look at; a changed one says what was read. */
export function ConfirmForm({ document, read, problem, onSubmit }: ConfirmFormProps) {
  const [answers, setAnswers] = useState(read);
  const [errors, setErrors] = useState<Partial<Record<FieldName, string | undefined>>>({});
  const editable = editableOf(document);
  // What could not be read must be given, whatever may be changed otherwise.
  const open = fieldNames.filter((name) => editable.includes(name) || read[name] === '');
  const fixed = fieldNames.filter((name) => !open.includes(name));
  const change = (name: FieldName, value: string) => {
    setAnswers({ ...answers, [name]: value });
    if (!answerError(name, value)) setErrors({ ...errors, [name]: undefined });
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found = Object.fromEntries(open.map((name) => [name, answerError(name, answers[name])]));
    setErrors(found);
    if (Object.values(found).some(Boolean)) return focusFirstError();
    onSubmit(answers);
  };
  const fieldOf = (name: FieldName) => ({
    label: labels[name],
    value: answers[name],
    error: errors[name] ?? fieldProblem(problem, name),
    hint: hintOf(name, answers[name], read[name]),
    onChange: (value: string) => change(name, value),
  });
  return (
    <form id={CONFIRM_FORM} className="page" onSubmit={submit} noValidate>
      {fixed.length > 0 ? (
        <section className="card" aria-labelledby="id-read">
          <h2 id="id-read">识别结果</h2>
          <Facts facts={fixed.map((name) => ({ name: labels[name], value: shownValue(name, read[name]) }))} />
          <p className="small muted">这些内容以照片为准，不能手工修改；如与证件不符，请重拍。</p>
        </section>
      ) : null}
      {open.length > 0 ? (
        <section className="card page-form" aria-labelledby="id-edit">
          <h2 id="id-edit">请核对，有误可以修改</h2>
          {open.map((name) =>
            name === 'sex' ? (
              <Choice key={name} {...fieldOf(name)} options={sexes} />
            ) : (
              <Field
                key={name}
                {...fieldOf(name)}
                name={name}
                autoComplete="off"
                onBlur={() => answers[name] && setErrors({ ...errors, [name]: answerError(name, answers[name]) })}
              />
            ),
          )}
        </section>
      ) : null}
      <Notice>
        <p>提交后会到公民身份信息系统核对姓名和身份证号。</p>
      </Notice>
    </form>
  );
}

const sexes = [
  { value: 'male', label: '男' },
  { value: 'female', label: '女' },
];

function hintOf(name: FieldName, now: string, read: string) {
  if (now.trim() !== read && read !== '')
    return <span className="id-changed">已修改，识别的是：{shownValue(name, read)}</span>;
  if (read === '') return '没有识别出来，请按证件填写';
  return undefined;
}
