import { Button, Skeleton } from 'antd';
import { Problem } from './shared/problem.tsx';
import { Layout } from './shell/layout.tsx';
import { useSession } from './shell/session.ts';
import { SignIn } from './shell/sign-in.tsx';

/** Nobody signed in sees the sign-in form, whatever the address; the page asked for follows. */
export function App() {
  const { data, error, isPending, refetch } = useSession();
  if (data) return <Layout session={data} />;
  if (isPending) return <Skeleton active className="app-wait" title={false} paragraph={{ rows: 3 }} />;
  if (error)
    return (
      <main className="app-wait">
        <Problem cause={error} />
        <Button onClick={() => void refetch()}>重试</Button>
      </main>
    );
  return <SignIn />;
}
