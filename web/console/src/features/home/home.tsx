import { Link } from '@tanstack/react-router';
import { rights } from '@miaodai/http-api/rights';
import { Page } from '../../shared/page.tsx';
import { entriesFor } from '../../shell/menu.ts';
import { useStaff } from '../../shell/session.ts';
import './home.css';

/** Where one arrives: what this person may do here, and the ways there. */
export function Home() {
  const { staff, rights: mine } = useStaff();
  const entries = entriesFor(mine);
  return (
    <Page title={`${staff.name}，您好`}>
      <div className="home">
        <section className="panel home-part" aria-labelledby="home-open">
          <h2 id="home-open">可以办理</h2>
          {entries.length ? (
            <ul className="home-entries">
              {entries.map(({ path, label, group }) => (
                <li key={path}>
                  <Link to={path}>
                    <b>{label}</b>
                    <span className="muted">{group}</span>
                  </Link>
                </li>
              ))}
            </ul>
          ) : (
            <p className="muted">您的角色目前没有可以办理的页面。需要开通时，请联系系统管理员。</p>
          )}
        </section>
        <section className="panel home-part" aria-labelledby="home-rights">
          <h2 id="home-rights">我的角色与权限</h2>
          <dl className="facts">
            <dt>角色</dt>
            <dd>{staff.roles.join('、') || '没有角色'}</dd>
            <dt>机构</dt>
            <dd>{staff.branchName}</dd>
            {staff.level > 0 ? (
              <>
                <dt>审批授权</dt>
                <dd>{staff.level} 级</dd>
              </>
            ) : null}
            <dt>权限</dt>
            <dd>{mine.map((right) => rights[right]).join('、') || '没有权限'}</dd>
          </dl>
        </section>
      </div>
    </Page>
  );
}
