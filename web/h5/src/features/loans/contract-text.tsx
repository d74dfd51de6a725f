import { LegalText } from '@miaodai/ui';
import { useContract } from '../../shared/contract.ts';
import { dayText } from '../../shared/time.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';

/** The signed contract, to be read at any time. */
export default function ContractText({ contractId }: { contractId: string }) {
  const contract = useContract(contractId);
  return (
    <Page title="借款合同" back="/loans">
      <Loaded query={contract} lines={12}>
        {({ document, contractNo }) => (
          <article className="card">
            <h2>{document.title}</h2>
            <p className="xs muted">
              合同编号 {contractNo} · 版本 {document.version} · {dayText(document.effectiveOn)}起施行
            </p>
            <LegalText paragraphs={document.paragraphs} />
          </article>
        )}
      </Loaded>
    </Page>
  );
}
