import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { Button, Notice } from '@miaodai/ui';
import { api } from '../../api.ts';
import { forgetSession } from '../../shell/session.ts';

/** What is asked for only soon after signing in: sign in again, and come back to this page. */
export function SignInAgain() {
  const queries = useQueryClient();
  const [location, navigate] = useLocation();
  const again = async () => {
    await api.signOut({}).catch(() => undefined);
    forgetSession(queries, 'again');
    navigate(`/sign-in?why=again&to=${encodeURIComponent(location)}`, { replace: true });
  };
  return (
    <Notice tone="warn" title="请先重新登录" alert>
      <p>为保护您的信息，这项业务要在登录后马上办理。登录后会回到这里。</p>
      <Button kind="quiet" small onClick={() => void again()}>
        重新登录
      </Button>
    </Notice>
  );
}
