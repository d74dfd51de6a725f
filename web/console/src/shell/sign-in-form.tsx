import { useEffect, useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import type { Session } from '../api.ts';
import { Problem } from '../shared/problem.tsx';
import { signIn } from './session.ts';

type Credentials = { loginName: string; password: string };
type Props = { loginName?: string; onDone?: (session: Session) => void };

/** Job number and password. In a dialog over a page the job number is known already, and can be changed. */
export function SignInForm({ loginName, onDone }: Props) {
  const queries = useQueryClient();
  const [form] = Form.useForm<Credentials>();
  const [tries, setTries] = useState(0);
  // A form to sign in by is there for nothing else.
  useEffect(() => {
    (form.getFieldInstance(loginName ? 'password' : 'loginName') as HTMLInputElement | undefined)?.focus();
  }, [form, loginName]);
  const { mutate, isPending, error } = useMutation({
    mutationFn: (credentials: Credentials) => signIn(queries, credentials),
    onSuccess: (session) => onDone?.(session),
    onError: () => {
      setTries((before) => before + 1);
      form.setFieldValue('password', '');
      (form.getFieldInstance('password') as HTMLInputElement | undefined)?.focus();
    },
  });
  return (
    <Form<Credentials>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ loginName, password: '' }}
      onFinish={(credentials) => mutate(credentials)}
      scrollToFirstError={{ focus: true }}
    >
      <Problem key={tries} cause={error} className="form-problem" />
      <Form.Item
        name="loginName"
        label="工号"
        rules={[{ required: true, whitespace: true, message: '请输入工号' }]}
        validateTrigger="onSubmit"
      >
        <Input size="large" autoComplete="username" maxLength={32} spellCheck={false} />
      </Form.Item>
      <Form.Item
        name="password"
        label="密码"
        rules={[{ required: true, message: '请输入密码' }]}
        validateTrigger="onSubmit"
      >
        <Input.Password size="large" autoComplete="current-password" maxLength={64} />
      </Form.Item>
      <Button type="primary" htmlType="submit" size="large" block loading={isPending}>
        登录
      </Button>
    </Form>
  );
}
