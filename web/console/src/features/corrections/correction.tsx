import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { App, Button, Skeleton } from 'antd';
import { api, type AnswerOf } from '../../api.ts';
import { Fact } from '../../shared/fact.tsx';
import { Part, Split, Stale, SubmitButton, Trail, WithReason } from '../../shared/four-eyes.tsx';
import { correctionKinds, correctionStates } from '../../shared/loan-words.ts';
import { Money } from '../../shared/money.tsx';
import { Page } from '../../shared/page.tsx';
import { Problem } from '../../shared/problem.tsx';
import { State } from '../../shared/state.tsx';
import { minuteText } from '../../shared/time.ts';
import { useWrite } from '../../shared/write.ts';
import { Effect } from './effect.tsx';

type Facts = AnswerOf<'readCorrection'>;
const route = getRouteApi('/corrections/$correctionId');
const above = [{ label: '贷后更正', to: '/corrections' }];
/** While the core is paying, the page looks again. */
const LOOK_AGAIN_MS = 3_000;

/** One correction: what it changes, who has done what, and what may be done with it. */
export function Correction() {
  const { correctionId } = route.useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ['correction', correctionId],
    queryFn: ({ signal }) => api.readCorrection({ params: { correctionId } }, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.state === 'approved' || state.data?.state === 'sent' ? LOOK_AGAIN_MS : false,
  });
  if (!data)
    return (
      <Page title="更正" above={above}>
        {error ? <Problem cause={error} retry={() => void refetch()} /> : <Skeleton active className="panel part" />}
      </Page>
    );
  const { label, tone } = correctionStates[data.state];
  return (
    <Page
      title={`${correctionKinds[data.kind]} ${data.loanNo}`}
      above={above}
      beside={<State tone={tone}>{label}</State>}
    >
      <Problem cause={error} retry={() => void refetch()} />
      <Split aside={<Aside correction={data} onRefresh={() => void refetch()} />}>
        <Summary correction={data} />
        <Effect effect={data.effect} />
      </Split>
    </Page>
  );
}

function Summary({ correction }: { correction: Facts }) {
  const { loanId, paysOut, state, refusalCode } = correction;
  const trace = (text: string | null) => <span className="trace">{text ?? '—'}</span>;
  return (
    <Part title="概要">
      <dl className="facts-line">
        <Fact label="金额" value={<Money value={correction.amountFen} unit />} />
        <Fact label="生效日" value={<span className="num">{correction.effectiveOn}</span>} />
        <Fact label="客户" value={correction.customerName} />
        <Fact label="机构" value={correction.branchName} />
        <Fact label="资金" value={paysOut ? '由核心退回客户账户' : '不涉及付款'} />
        {correction.coreNo ? <Fact label="核心入账流水" value={trace(correction.coreNo)} /> : null}
        {correction.requestNo ? <Fact label="退款请求号" value={trace(correction.requestNo)} /> : null}
        {correction.coreSerialNo ? <Fact label="核心流水号" value={trace(correction.coreSerialNo)} /> : null}
        {correction.settledAt ? <Fact label="办结时间" value={minuteText(correction.settledAt)} /> : null}
      </dl>
      <p>原因：{correction.reason}</p>
      {state === 'failed' ? <p>核心系统拒绝退款（{refusalCode}），贷款没有任何变化，可查明原因后重新起草。</p> : null}
      <Link to="/loans/$loanId" params={{ loanId }}>
        查看贷款
      </Link>
    </Part>
  );
}

function Aside({ correction, onRefresh }: { correction: Facts; onRefresh: () => void }) {
  const { correctionId, may, drafted, submitted, published, returned, stale, loanId } = correction;
  const params = { correctionId };
  const { message } = App.useApp();
  const queries = useQueryClient();
  const told = (words: string) => ({
    touches: [['corrections'], ['loan-corrections', loanId], ['loan', loanId], ['loan-entries', loanId]],
    onDone: (now: Facts) => {
      queries.setQueryData(['correction', correctionId], now);
      void message.success(words);
    },
  });
  const submit = useWrite(
    (_: object, options) => api.submitCorrection({ params }, options),
    told('已提交，等待另一人复核'),
  );
  const withdraw = useWrite((_: object, options) => api.withdrawCorrection({ params }, options), told('草稿已撤销'));
  const approve = useWrite(
    (_: object, options) => api.approveCorrection({ params }, options),
    told(correction.paysOut ? '已复核，正在由核心退款' : '已复核入账'),
  );
  const giveBack = useWrite(
    (reason: string, options) => api.returnCorrection({ params, body: { reason } }, options),
    told('已退回起草人'),
  );
  const failed = submit.error ?? withdraw.error ?? approve.error ?? giveBack.error;
  return (
    <>
      <Trail drafted={drafted} submitted={submitted} published={published} returned={returned} />
      <Stale cause={failed} onRefresh={onRefresh} />
      {stale ? <p className="why-not">起草以后这笔贷款又有变动，预览已失效，须退回或撤销后重新起草。</p> : null}
      <SubmitButton may={may.submit} doing={submit} onSubmit={() => submit.mutate({})} />
      {may.withdraw === 'yes' ? (
        <Button block loading={withdraw.isPending} onClick={() => withdraw.mutate({})}>
          撤销草稿
        </Button>
      ) : null}
      {correction.state === 'submitted' ? (
        <Judging correction={correction} approve={approve} giveBack={giveBack} />
      ) : null}
    </>
  );
}

type Doing<Input> = { isPending: boolean; error: unknown; mutateAsync: (input: Input) => Promise<unknown> };
type JudgingProps = { correction: Facts; approve: Doing<object>; giveBack: Doing<string> };

/** The second person's part. Who may not reads why. */
function Judging({ correction, approve, giveBack }: JudgingProps) {
  const { modal } = App.useApp();
  const { may, stale, kind, paysOut, amountFen } = correction;
  if (may.approve === 'same-person') return <p className="why-not">此更正由您起草或提交，须由另一人复核。</p>;
  if (may.approve !== 'yes') return <p className="why-not">您没有复核权限，须由复核岗办理。</p>;
  const ask = () =>
    void modal.confirm({
      title: `确认${correctionKinds[kind]}？`,
      content: (
        <>
          <p>
            金额 <Money value={amountFen} unit />。
          </p>
          <p>{paysOut ? '核心将把款项退回客户的电子账户，付款成功后入账。' : '复核后立即入账，不能撤回。'}</p>
        </>
      ),
      okText: '确认复核',
      onOk: () => approve.mutateAsync({}).catch(() => undefined),
    });
  return (
    <>
      <Problem cause={approve.error} className="form-problem" />
      <Button type="primary" block disabled={stale} loading={approve.isPending} onClick={ask}>
        复核通过
      </Button>
      <WithReason
        summary="退回"
        what="退回"
        run={(reason) => giveBack.mutateAsync(reason)}
        isPending={giveBack.isPending}
        error={giveBack.error}
      />
    </>
  );
}
