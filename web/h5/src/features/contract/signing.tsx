import { useState } from 'react';
import { Facts, Money, Notice } from '@miaodai/ui';
import { api, type Application, type Contract } from '../../api.ts';
import { useSetApplication } from '../../shared/application.ts';
import { useContract, useSetContract } from '../../shared/contract.ts';
import { useFollow } from '../../shared/follow.ts';
import { StepFrame } from '../../shared/step-page.tsx';
import { minuteText } from '../../shared/time.ts';
import { Waiting } from '../../shared/waiting.tsx';

const isOpen = ({ signing }: Contract): boolean => signing === null || signing.state === 'requested';

/** Agreed to and being signed: what is not known yet is «签署中», never success and never failure. */
export default function Signing({ application }: { application: Application }) {
  const { applicationId, contractId } = application;
  const known = useContract(contractId).data;
  const [latest, setLatest] = useState<Contract>();
  const contract = latest ?? known;
  const setApplication = useSetApplication();
  const setContract = useSetContract();
  // Followed until the application's step moves: signed leads on to the payout, refused back to the contract.
  const { silent } = useFollow(
    application.step === 'signing' && contractId !== null,
    async (waitMs, signal) => {
      const params = { contractId: contractId ?? '' };
      const answer = await api.readContract({ params, query: { waitMs } }, { signal });
      if (isOpen(answer)) return { answer };
      return { answer, ended: await api.readApplication({ params: { applicationId }, query: {} }, { signal }) };
    },
    ({ answer, ended }) => {
      setLatest(answer);
      setContract(answer);
      if (ended) setApplication(ended);
    },
  );
  const signed = contract !== undefined && !isOpen(contract);
  return (
    <StepFrame page="signing" title="合同签署" application={application}>
      <Waiting
        title="合同签署中"
        text="正在为您申请本次签署专用的数字证书，依次加上您的电子签名、银行的电子签章和可信时间戳。通常几秒钟完成，请不要重复签署。"
        silent={silent}
        stages={[
          { name: '您已同意合同', state: 'done' },
          { name: '电子签名与银行签章', state: signed ? 'done' : 'now' },
          { name: '确认放款', state: signed ? 'now' : 'next' },
        ]}
        leaving="您可以离开此页，签署会继续进行，随时回首页查看进度。签署完成后由您确认，才会放款。"
      >
        {contract?.signing?.words ? (
          <Notice tone="warn" title="比平时慢一些">
            <p>{contract.signing.words}</p>
          </Notice>
        ) : null}
      </Waiting>
      {contract ? (
        <section className="card" aria-label="签署的合同">
          <Facts
            facts={[
              { name: '合同编号', value: contract.contractNo },
              { name: '借款金额', value: <Money fen={contract.principalFen} /> },
              contract.signing && { name: '同意时间', value: minuteText(contract.signing.requestedAt) },
            ]}
          />
        </section>
      ) : null}
    </StepFrame>
  );
}
