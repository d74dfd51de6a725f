import { useNavigate } from '@tanstack/react-router';
import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { api } from '../../api.ts';
import { problemText } from '../../shared/problem.tsx';

/** The most urgent of those that nobody has in hand. */
export function NextCase() {
  const navigate = useNavigate();
  const { message } = App.useApp();
  const next = useMutation({
    mutationFn: () => api.listWork({ query: { state: 'open', pageSize: 1 } }),
    onSuccess: ({ items: [first] }) =>
      first
        ? navigate({ to: '/reviews/$applicationId', params: { applicationId: first.applicationId } })
        : void message.info('没有待领取的申请了'),
    onError: (cause) => void message.error(problemText(cause), 6),
  });
  return (
    <Button block loading={next.isPending} onClick={() => next.mutate()}>
      下一件待办
    </Button>
  );
}
