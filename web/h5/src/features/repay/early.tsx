import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { EarlyForm } from './early-form.tsx';
import { EndedRequest, RequestPage } from './early-request.tsx';
import { Hindered } from './hindered.tsx';
import { isLive } from './repay.rules.ts';
import { useTerms } from './terms.ts';
import './repay.css';

/** Early repayment: what it would lead to, side by side, then the deed; or the request that an officer has before them. */
export default function Early({ loanId }: { loanId: string }) {
  const terms = useTerms(loanId);
  const requests = useQuery({
    queryKey: ['early-requests', loanId],
    queryFn: async ({ signal }) => api.listEarlyRequests({ params: { loanId } }, { signal }),
    staleTime: 0,
  });
  const back = `/loans/${loanId}`;
  const latest = requests.data?.requests[0];
  if (latest && isLive(latest))
    return <RequestPage request={latest} back={back} onChanged={() => void requests.refetch()} />;
  if (terms.data && requests.data && terms.data.mayRepayEarly === null)
    return (
      <EarlyForm
        terms={terms.data}
        back={back}
        before={latest ? <EndedRequest request={latest} /> : null}
        onRequested={() => void requests.refetch()}
      />
    );
  return (
    <Page title="提前还款" back={back}>
      {latest ? <EndedRequest request={latest} /> : null}
      <Loaded query={requests.error ? { ...terms, data: undefined, error: requests.error } : terms} lines={8}>
        {(data) =>
          data.mayRepayEarly === null ? null : (
            <Hindered title="现在不能提前还款" why={data.mayRepayEarly} open={data.open} />
          )
        }
      </Loaded>
    </Page>
  );
}
