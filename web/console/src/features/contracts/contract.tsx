import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import { api } from '../../api.ts';
import { Part } from '../../shared/four-eyes.tsx';
import { Money } from '../../shared/money.tsx';
import { Page } from '../../shared/page.tsx';
import { Problem } from '../../shared/problem.tsx';
import { minuteText } from '../../shared/time.ts';
import { EvidencePart } from './evidence.tsx';
import { FileButton } from './file-button.tsx';
import { SigningPart } from './signing.tsx';
import { ContractState, type ContractRecord } from './signing-state.tsx';
import './contracts.css';

const route = getRouteApi('/contracts/$contractId');
const above = [{ label: '合同', to: '/contracts' }];

/** One contract: its terms in a line, how it was signed, and the evidence that is kept of it. */
export function Contract() {
  const { contractId } = route.useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ['contract', contractId],
    queryFn: ({ signal }) => api.readContractRecord({ params: { contractId } }, { signal }),
  });
  if (!data)
    return (
      <Page title="合同" above={above}>
        {error ? <Problem cause={error} retry={() => void refetch()} /> : <Skeleton active className="panel part" />}
      </Page>
    );
  return (
    <Page
      title={`合同 ${data.contractNo}`}
      above={above}
      beside={<ContractState {...data} />}
      actions={
        <>
          <FileButton
            label="查看签署文件"
            right="personal-data"
            there={data.signingDetail?.state === 'signed'}
            ask={() => api.readContractPdf({ params: { contractId } })}
            opens
          />
          <FileButton
            label="导出证据包"
            right="evidence-export"
            there={data.evidence !== null}
            ask={() => api.exportEvidence({ params: { contractId } })}
            // To be taken along, the chain may have been stamped.
            onDone={() => void refetch()}
          />
        </>
      }
    >
      <Problem cause={error} retry={() => void refetch()} />
      <Facts contract={data} />
      <SigningPart contract={data} />
      <EvidencePart evidence={data.evidence} />
    </Page>
  );
}

const Facts = ({ contract }: { contract: ContractRecord }) => (
  <Part title="概要">
    <dl className="facts-line">
      <div>
        <dt>客户</dt>
        <dd>{contract.customerName}</dd>
      </div>
      <div>
        <dt>本金</dt>
        <dd>
          <Money value={contract.principalFen} unit />
        </dd>
      </div>
      <div>
        <dt>申请编号</dt>
        <dd className="num">{contract.applicationNo}</dd>
      </div>
      <div>
        <dt>同意时间</dt>
        <dd className="num">{contract.agreedAt ? minuteText(contract.agreedAt) : '—'}</dd>
      </div>
    </dl>
  </Part>
);
