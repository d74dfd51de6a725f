import { Part } from '../../shared/four-eyes.tsx';
import { sizeText } from '../../shared/files.ts';
import { secondText } from '../../shared/time.ts';
import type { ContractRecord } from './signing-state.tsx';

const signers = { customer: '客户', bank: '银行' } as const;

/** Who signed, by which certificate, when; and the hash by which the file is known. */
export function SigningPart({ contract }: { contract: ContractRecord }) {
  const { signingDetail: signing, signedOffline } = contract;
  if (!signing)
    return (
      <Part title="签署">
        <p className="muted">
          {signedOffline ? '在网点纸质签署，没有电子签名；扫描件在申请的资料中。' : '客户还没有同意合同。'}
        </p>
      </Part>
    );
  return (
    <Part title="签署">
      {signing.words ? (
        <p className="signing-words" role="status">
          {signing.words}
        </p>
      ) : null}
      <dl className="facts-line">
        <div>
          <dt>提交签署</dt>
          <dd className="num">{secondText(signing.requestedAt)}</dd>
        </div>
        <div>
          <dt>签署完成</dt>
          <dd className="num">{signing.signedAt ? secondText(signing.signedAt) : '—'}</dd>
        </div>
        <div>
          <dt>文件大小</dt>
          <dd className="num">{signing.sizeBytes === null ? '—' : sizeText(signing.sizeBytes)}</dd>
        </div>
        <div>
          <dt>文件摘要（SHA-256）</dt>
          <dd className="trace whole-hash">{signing.sha256 ?? '—'}</dd>
        </div>
      </dl>
      {signing.signatures.length ? (
        <div className="plain-table-frame" tabIndex={0} role="group" aria-label="电子签名">
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">签署人</th>
                <th scope="col">证书名称</th>
                <th scope="col">签发机构</th>
                <th scope="col">证书序列号</th>
                <th scope="col">时间（时间戳）</th>
              </tr>
            </thead>
            <tbody>
              {signing.signatures.map((signature) => (
                <tr key={signature.signer}>
                  <th scope="row">{signers[signature.signer]}</th>
                  <td>{signature.name}</td>
                  <td>{signature.issuer}</td>
                  <td className="trace">{signature.certificateNo}</td>
                  <td className="num">{secondText(signature.signedAt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </Part>
  );
}
