import { Component, type ReactNode } from 'react';
import { Button, Statement } from '@miaodai/ui';
import { Page } from './page.tsx';

/** A page that breaks says so and offers a way on; it never stays white. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <Page title="页面没有打开" back="/" foot={<Button onClick={() => location.reload()}>重新加载</Button>}>
        <div className="card">
          <Statement icon="offline" tone="warn" title="页面没有打开">
            <p>可能是网络不稳定。已保存的内容不会丢失，请重新加载。</p>
          </Statement>
        </div>
      </Page>
    );
  }
}
