import { Button } from '@miaodai/ui';
import './pages.css';

/** From page to page of a list; nothing where all is on one. */
export const Pages = ({ page, pages, onPage }: { page: number; pages: number; onPage: (page: number) => void }) =>
  pages > 1 ? (
    <nav className="pages" aria-label="翻页">
      <Button kind="secondary" small inactive={page <= 1} onClick={() => onPage(page - 1)}>
        上一页
      </Button>
      <span className="small num" aria-live="polite">
        第 {page} 页，共 {pages} 页
      </span>
      <Button kind="secondary" small inactive={page >= pages} onClick={() => onPage(page + 1)}>
        下一页
      </Button>
    </nav>
  ) : null;
