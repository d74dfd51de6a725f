import { useState } from 'react';
import { Button, Notice } from '@miaodai/ui';
import { api, type AnswerOf } from '../../api.ts';
import { saveFile } from '../../shared/files.ts';
import { codeOf, ProblemNotice } from '../../shared/problem.tsx';
import { minuteText } from '../../shared/time.ts';
import { useWrite } from '../../shared/write.ts';
import { Page } from '../../shell/page.tsx';
import './privacy.css';
import { SignInAgain } from './sign-in-again.tsx';

type DataExport = AnswerOf<'exportMyData'>;

/** All that is held about the customer, to read here and to take along. Nothing of it stays behind in the page. */
export default function Export() {
  const [made, setMade] = useState<DataExport>();
  const make = useWrite<object, DataExport>(
    async () => api.exportMyData({}),
    (answer) => setMade(answer),
  );
  const again = codeOf(make.problem) === 'sign-in-again';
  return (
    <Page
      title="导出个人信息"
      back="/mine/privacy"
      foot={
        <>
          {again ? <SignInAgain /> : <ProblemNotice problem={make.problem} />}
          {made ? (
            <Downloads made={made} />
          ) : (
            <Button busy={make.busy} onClick={() => void make.run({})}>
              生成导出文件
            </Button>
          )}
        </>
      }
    >
      {made ? <Sections made={made} /> : <Before />}
    </Page>
  );
}

const Before = () => (
  <>
    <p className="lead">我们会整理目前保存的、关于您的全部信息，生成一份可以阅读的网页和一份数据文件。</p>
    <Notice tone="warn" title="请妥善保管">
      <p>文件里有您的姓名、证件、账户等信息，不加密。请只下载到自己的设备，不要转发。</p>
    </Notice>
  </>
);

const save = (name: string, type: string, text: string): void =>
  saveFile(name, new Blob([text], { type: `${type};charset=utf-8` }));

function Downloads({ made }: { made: DataExport }) {
  const name = `个人信息导出-${minuteText(made.madeAt).slice(0, 10)}`;
  const { html: page, ...rest } = made;
  return (
    <>
      <Button onClick={() => save(`${name}.html`, 'text/html', page)}>下载网页版（便于阅读）</Button>
      <Button kind="secondary" onClick={() => save(`${name}.json`, 'application/json', JSON.stringify(rest, null, 2))}>
        下载数据文件（JSON）
      </Button>
    </>
  );
}

const Sections = ({ made }: { made: DataExport }) => (
  <>
    <p className="lead num">{minuteText(made.madeAt)} 生成，包括：</p>
    <section className="card">
      <ul className="privacy-list">
        {made.sections.map(({ name, title, purpose, records }) => (
          <li key={name}>
            <b>{title}</b>
            <span className="small muted">
              {records.length > 0 ? `${records.length} 条` : '无'} · {purpose}
            </span>
          </li>
        ))}
      </ul>
    </section>
  </>
);
