import { useLocation } from 'wouter';
import { Button, Statement } from '@miaodai/ui';
import { Page } from './page.tsx';

export default function NotFound() {
  const [, navigate] = useLocation();
  return (
    <Page title="没有这个页面" back="/" foot={<Button onClick={() => navigate('/')}>回到首页</Button>}>
      <div className="card">
        <Statement icon="empty" title="没有找到您要的页面">
          <p>链接可能已经失效。您可以回到首页，继续办理或查看贷款。</p>
        </Statement>
      </div>
    </Page>
  );
}
