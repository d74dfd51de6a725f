import { useRef, useState } from 'react';
import { Link } from 'wouter';
import { Button, Facts, LinkButton, Money, Notice } from '@miaodai/ui';
import type { Contract } from '../../api.ts';
import { DocumentCard } from '../../shared/agree-document.tsx';
import { useContract } from '../../shared/contract.ts';
import { ProblemNotice } from '../../shared/problem.tsx';
import { methodName } from '../../shared/product.ts';
import { rateText } from '../../shared/rate.ts';
import { ScheduleSheet } from '../../shared/trial-view.tsx';
import { detour, useGoal } from '../../shared/way-back.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { CostStatement } from './cost-statement.tsx';
import { Signatures } from './signatures.tsx';
import { useContractFile, type ContractFile } from './use-contract-file.ts';
import './my-contract.css';

/** The contract at any time after it was agreed to (CON-2): who signed it, what it says, and the file itself. */
export default function MyContract({ contractId }: { contractId: string }) {
  const contract = useContract(contractId);
  const file = useContractFile(contractId);
  const goal = useGoal();
  const signed = contract.data?.signing?.state === 'signed';
  return (
    <Page
      title="借款合同"
      back={goal ?? '/loans'}
      foot={
        signed ? (
          <>
            <ProblemNotice problem={file.problem} onRetry={file.open} />
            <Button busy={file.busy} onClick={file.open}>
              打开合同 PDF
            </Button>
            <Link className="button" data-kind="secondary" href={detour(`/contracts/${contractId}/email`, goal)}>
              下载到邮箱
            </Link>
          </>
        ) : undefined
      }
    >
      <Loaded query={contract} lines={12}>
        {(loaded) => <Read contract={loaded} file={file} />}
      </Loaded>
    </Page>
  );
}

function Read({ contract, file }: { contract: Contract; file: ContractFile }) {
  const text = useRef<HTMLDivElement>(null);
  return (
    <>
      {contract.signing?.state === 'signed' ? (
        <Signatures
          contractId={contract.contractId}
          signing={contract.signing}
          onSave={file.save}
          saving={file.busy}
          saved={file.saved}
        />
      ) : (
        <NotSigned contract={contract} />
      )}
      <Terms contract={contract} />
      <DocumentCard document={contract.document} text={text} />
    </>
  );
}

/** Why there is no file: not agreed to yet, being signed, over, or signed on paper. */
function NotSigned({ contract: { state, signing } }: { contract: Contract }) {
  if (state === 'void')
    return (
      <Notice tone="warn" title="合同已失效">
        <p>这份合同没有签署，已经失效，不再有约束力。</p>
      </Notice>
    );
  if (state === 'agreed' && signing === null)
    return (
      <Notice title="纸质签署">
        <p>这份合同在网点签署，签字盖章的原件由您和银行各执一份，没有电子签名文件。</p>
      </Notice>
    );
  return (
    <Notice tone="warn" title={signing?.state === 'requested' ? '合同签署中' : '合同还没有签署'}>
      <p>{signing?.words ?? '签署完成后，可以在这里打开和下载合同文件。'}</p>
      <p>
        <Link className="link" href="/apply">
          查看办理进度
        </Link>
      </p>
    </Notice>
  );
}

function Terms({ contract }: { contract: Contract }) {
  const [open, setOpen] = useState<'schedule' | 'cost'>();
  const close = () => setOpen(undefined);
  return (
    <section className="card" aria-labelledby="terms">
      <h2 id="terms">合同要点</h2>
      <Facts
        facts={[
          { name: '合同编号', value: contract.contractNo },
          { name: '借款金额', value: <Money fen={contract.principalFen} />, strong: true },
          { name: '人民币大写', value: contract.principalInCapitals },
          { name: '年化利率（单利）', value: rateText(contract.annualRatePpm), strong: true },
          { name: '借款期限', value: `${contract.termMonths} 个月` },
          { name: '还款方式', value: methodName[contract.repaymentMethod] },
          { name: '借款用途', value: contract.purpose },
          { name: '利息合计', value: <Money fen={contract.totalInterestFen} /> },
          { name: '收款账户', value: `电子账户 ${contract.payoutAccountNo}` },
          { name: '还款账户', value: `电子账户 ${contract.repaymentAccountNo}` },
        ]}
      />
      <div className="contract-annexes">
        <LinkButton onClick={() => setOpen('schedule')}>还款计划</LinkButton>
        <LinkButton onClick={() => setOpen('cost')}>综合融资成本明示表</LinkButton>
      </div>
      <ScheduleSheet rows={contract.rows} open={open === 'schedule'} onClose={close} />
      <CostStatement statement={contract.costStatement} open={open === 'cost'} onClose={close} />
    </section>
  );
}
