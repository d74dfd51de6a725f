import { useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { api, type AnswerOf } from '../../api.ts';
import { DropFile } from '../../shared/drop-file.tsx';
import { base64Of, sizeText } from '../../shared/files.ts';
import { Part } from '../../shared/four-eyes.tsx';
import { Page } from '../../shared/page.tsx';
import { Problem } from '../../shared/problem.tsx';
import { State } from '../../shared/state.tsx';
import { secondText } from '../../shared/time.ts';
import './contracts.css';

type Verification = AnswerOf<'verifyFile'>;
const MOST_BYTES = 10 * 1_048_576;
const above = [{ label: '合同', to: '/contracts' }];

const verdicts = {
  valid: { label: '有效', tone: 'good', words: '签名有效，签署后没有任何改动。' },
  changed: { label: '已被改动', tone: 'bad', words: '文件在签署之后被改动过，不能作为合同原件。' },
  untrusted: { label: '无法信任', tone: 'bad', words: '文件有签名，但签名的证书不被信任。' },
  'not-signed': { label: '没有签名', tone: 'waiting', words: '文件里没有电子签名。' },
  unreadable: { label: '不能读取', tone: 'waiting', words: '这不是可以读取的 PDF 文件。' },
} as const;

/** Whether a file that somebody has brought is genuine. Nothing of it is kept. */
export function VerifyContract() {
  const [file, setFile] = useState<File | undefined>();
  const verify = useMutation({
    mutationFn: async (chosen: File) => api.verifyFile({ body: { base64: await base64Of(chosen) } }),
  });
  const take = (chosen: File) => {
    setFile(chosen);
    verify.mutate(chosen);
  };
  return (
    <Page title="合同验真" above={above}>
      <Part title="选择文件">
        <p className="muted">核验合同 PDF 由谁在何时签署、此后是否被改动。文件不会被保存。</p>
        <DropFile
          label="合同文件（PDF）"
          accept=".pdf,application/pdf"
          mostBytes={MOST_BYTES}
          file={file}
          onFile={take}
        />
        <Problem cause={verify.error} className="form-problem" fields />
        {verify.error && file ? <Button onClick={() => verify.mutate(file)}>重新核验</Button> : null}
      </Part>
      <div aria-live="polite">
        {verify.isPending ? (
          <Skeleton active className="panel part" />
        ) : verify.data ? (
          <Result result={verify.data} />
        ) : null}
      </div>
    </Page>
  );
}

function Result({ result }: { result: Verification }) {
  const { label, tone, words } = verdicts[result.verdict];
  return (
    <Part title="核验结果" action={<State tone={tone}>{label}</State>}>
      <p className="verdict">
        {words}
        {result.known
          ? `与本行签署的合同 ${result.known.contractNo}（${secondText(result.known.signedAt)} 签署）逐字节相同。`
          : null}
      </p>
      {result.findings.length ? (
        <ul className="findings">
          {result.findings.map((finding, n) => (
            <li key={n}>{finding}</li>
          ))}
        </ul>
      ) : null}
      <dl className="facts-line">
        <div>
          <dt>文件大小</dt>
          <dd className="num">{sizeText(result.sizeBytes)}</dd>
        </div>
        <div>
          <dt>文件摘要（SHA-256）</dt>
          <dd className="trace whole-hash">{result.sha256}</dd>
        </div>
      </dl>
      {result.signatures.length ? <Signatures signatures={result.signatures} /> : null}
    </Part>
  );
}

const Signatures = ({ signatures }: { signatures: Verification['signatures'] }) => (
  <div className="plain-table-frame" tabIndex={0} role="group" aria-label="文件中的签名">
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">签署人</th>
          <th scope="col">签发机构</th>
          <th scope="col">证书序列号</th>
          <th scope="col">时间（时间戳）</th>
          <th scope="col">未被改动</th>
          <th scope="col">证书可信</th>
          <th scope="col">覆盖全文</th>
        </tr>
      </thead>
      <tbody>
        {signatures.map((signature, n) => (
          <tr key={n}>
            <th scope="row">
              {signature.name}
              {signature.organisation ? <span className="muted"> {signature.organisation}</span> : null}
            </th>
            <td>{signature.issuer}</td>
            <td className="trace">{signature.certificateNo}</td>
            <td className="num">{signature.signedAt ? secondText(signature.signedAt) : '—'}</td>
            <td>
              <YesNo is={signature.intact} />
            </td>
            <td>
              <YesNo is={signature.trusted} />
            </td>
            <td>{signature.coversWholeFile ? '是' : '否（其后另有签名）'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const YesNo = ({ is }: { is: boolean }) => <State tone={is ? 'good' : 'bad'}>{is ? '是' : '否'}</State>;
