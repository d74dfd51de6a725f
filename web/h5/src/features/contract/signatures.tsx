import { Link } from 'wouter';
import { Facts, Icon, LinkButton } from '@miaodai/ui';
import type { Contract } from '../../api.ts';
import { Fingerprint } from '../../shared/fingerprint.tsx';
import { sizeText } from '../../shared/size-text.ts';
import { Tag } from '../../shared/tag.tsx';
import { secondText } from '../../shared/time.ts';
import { detour } from '../../shared/way-back.ts';
import './my-contract.css';

type Signing = NonNullable<Contract['signing']>;
type SignaturesProps = { contractId: string; signing: Signing; onSave: () => void; saving: boolean; saved: boolean };

const roleName: Record<Signing['signatures'][number]['signer'], string> = { customer: '借款人', bank: '贷款人' };

/** Who signed, by which certificate, when, and the file's own hash for whoever compares it. */
export const Signatures = ({ contractId, signing, onSave, saving, saved }: SignaturesProps) => (
  <section className="card" aria-labelledby="signatures">
    <div className="row">
      <h2 id="signatures">签署信息</h2>
      <Tag tone="success">已签署</Tag>
    </div>
    {signing.signatures.map((signature) => (
      <div key={signature.certificateNo} className="signature">
        <p className="signature-head">
          <Icon name={signature.signer === 'customer' ? 'pen' : 'shield'} size={20} />
          <b>
            {roleName[signature.signer]} {signature.name}
          </b>
        </p>
        <Facts
          facts={[
            { name: '签署时间', value: secondText(signature.signedAt) },
            { name: '证书签发机构', value: signature.issuer },
            { name: '证书编号', value: signature.certificateNo },
          ]}
        />
      </div>
    ))}
    {signing.sha256 ? <Fingerprint sha256={signing.sha256} /> : null}
    <div className="contract-annexes">
      <LinkButton aria-disabled={saving ? true : undefined} onClick={onSave}>
        {saved ? '已保存，再存一份' : `保存到本机${signing.sizeBytes ? `（${sizeText(signing.sizeBytes)}）` : ''}`}
      </LinkButton>
      <Link className="link" href={detour('/verify', `/contracts/${contractId}`)}>
        合同验真
      </Link>
    </div>
  </section>
);
