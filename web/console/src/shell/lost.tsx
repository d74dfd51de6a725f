import { Link } from '@tanstack/react-router';
import { Page } from '../shared/page.tsx';

export const Lost = () => (
  <Page title="没有这个页面">
    <p className="muted">地址可能有误，或者页面已经移走。</p>
    <p>
      <Link to="/">回到首页</Link>
    </p>
  </Page>
);
