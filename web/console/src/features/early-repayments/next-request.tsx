import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { api } from '../../api.ts';
import { problemText } from '../../shared/problem.tsx';

/** The next that waits for a decision. */
export function NextRequest() {
  const navigate = useNavigate();
  const { message } = App.useApp();
  const next = useMutation({
    mutationFn: () => api.listEarlyRepayments({ query: { state: 'requested', pageSize: 1 } }),
    onSuccess: ({ items: [first] }) =>
      first
        ? navigate({ to: '/early-repayments/$requestId', params: { requestId: first.requestId } })
        : void message.info('没有待审批的申请了'),
    onError: (cause) => void message.error(problemText(cause), 6),
  });
  return (
    <Button block loading={next.isPending} onClick={() => next.mutate()}>
      下一件待审批
    </Button>
  );
}
