import { getRouteApi } from '@tanstack/react-router';
import { App, Button, Form, Input, Skeleton } from 'antd';
import { api } from '../../api.ts';
import { Fact } from '../../shared/fact.tsx';
import { Part, Split, Stale, SubmitButton, Trail, VersionTag, WithReason } from '../../shared/four-eyes.tsx';
import { Money, rateText } from '../../shared/money.tsx';
import { Page } from '../../shared/page.tsx';
import { Problem } from '../../shared/problem.tsx';
import { minuteText } from '../../shared/time.ts';
import { useWrite } from '../../shared/write.ts';
import { shownState, useRule, useTake, type RuleFacts } from './use-rule.ts';

type Day = RuleFacts['fromOn'];
const route = getRouteApi('/discounts/$ruleId');
const above = [{ label: '贴息', to: '/discounts' }];

/** One rule: whom it is for, what it has cost its payer, who may do what with it. */
export function Discount() {
  const { ruleId } = route.useParams();
  const { data, error, refetch } = useRule(ruleId);
  if (!data)
    return (
      <Page title="贴息规则" above={above}>
        {error ? <Problem cause={error} retry={() => void refetch()} /> : <Skeleton active className="panel part" />}
      </Page>
    );
  return (
    <Page title={`贴息：${data.payerName}`} above={above} beside={<VersionTag state={shownState(data, data.today)} />}>
      <Problem cause={error} retry={() => void refetch()} />
      <Split aside={<Aside rule={data} onRefresh={() => void refetch()} />}>
        <Facts rule={data} />
      </Split>
    </Page>
  );
}

const Facts = ({ rule }: { rule: RuleFacts }) => (
  <Part title="概要">
    <dl className="facts-line">
      <Fact label="贴息方" value={rule.payerName} />
      <Fact label="贴息年利率" value={<span className="num">{rateText(rule.ratePpm)}</span>} />
      <Fact label="产品" value={rule.productName} />
      <Fact label="机构" value={rule.branchName} />
      <Fact label="单位" value={rule.employerCode === '*' ? '全部单位' : rule.employerCode} />
      <Fact
        label="分期到期日"
        value={<span className="num">{`${rule.fromOn} 至 ${rule.untilOn ?? '另行通知'}`}</span>}
      />
      <Fact label="涉及在还贷款" value={<span className="num">{rule.loans} 笔</span>} />
      <Fact label="贴息方累计应付" value={<Money value={rule.dueFen} unit />} />
      {rule.state === 'published' ? (
        <Fact label="还款计划" value={rule.appliedAt ? `已更新（${minuteText(rule.appliedAt)}）` : '正在逐批更新'} />
      ) : null}
    </dl>
    <p>说明：{rule.note}</p>
    <p className="muted">只影响尚未到期也未还清的分期；同一笔贷款有多条规则时，以开始日最晚的一条为准。</p>
  </Part>
);

function Aside({ rule, onRefresh }: { rule: RuleFacts; onRefresh: () => void }) {
  const { ruleId, may, drafted, submitted, published, returned } = rule;
  const params = { ruleId };
  const { message, modal } = App.useApp();
  const take = useTake(ruleId);
  const told = (words: string) => ({
    touches: [['discounts']],
    onDone: (now: RuleFacts) => {
      take(now);
      void message.success(words);
    },
  });
  const submit = useWrite(
    (_: object, options) => api.submitDiscountRule({ params }, options),
    told('已提交，等待另一人复核'),
  );
  const withdraw = useWrite((_: object, options) => api.withdrawDiscountRule({ params }, options), told('草稿已撤销'));
  const publish = useWrite((_: object, options) => api.publishDiscountRule({ params }, options), told('已发布'));
  const giveBack = useWrite(
    (reason: string, options) => api.returnDiscountRule({ params, body: { reason } }, options),
    told('已退回起草人'),
  );
  const askPublish = () =>
    void modal.confirm({
      title: `确认发布，${rule.fromOn} 起到期的分期贴息？`,
      content: `涉及在还贷款 ${rule.loans} 笔，还款计划随后逐批更新。`,
      okText: '确认发布',
      onOk: () => publish.mutateAsync({}).catch(() => undefined),
    });
  return (
    <>
      <Trail drafted={drafted} submitted={submitted} published={published} returned={returned} />
      <Stale cause={submit.error ?? withdraw.error ?? publish.error ?? giveBack.error} onRefresh={onRefresh} />
      <SubmitButton may={may.submit} doing={submit} onSubmit={() => submit.mutate({})} />
      {may.withdraw === 'yes' ? (
        <Button block loading={withdraw.isPending} onClick={() => withdraw.mutate({})}>
          撤销草稿
        </Button>
      ) : null}
      {rule.state === 'submitted' && may.publish === 'same-person' ? (
        <p className="why-not">此规则由您起草或提交，须由另一人复核。</p>
      ) : null}
      {may.publish === 'yes' ? (
        <>
          <Problem cause={publish.error} className="form-problem" />
          <Button type="primary" block loading={publish.isPending} onClick={askPublish}>
            复核发布
          </Button>
          <WithReason
            summary="退回"
            what="退回"
            run={(reason) => giveBack.mutateAsync(reason)}
            isPending={giveBack.isPending}
            error={giveBack.error}
          />
        </>
      ) : null}
      <Ending rule={rule} />
    </>
  );
}

/** An end before its time: wished by one, agreed to by another. */
function Ending({ rule }: { rule: RuleFacts }) {
  const { ruleId, may, end } = rule;
  const params = { ruleId };
  const { message } = App.useApp();
  const take = useTake(ruleId);
  const told = (words: string) => ({
    touches: [['discounts']],
    onDone: (now: RuleFacts) => {
      take(now);
      void message.success(words);
    },
  });
  const ask = useWrite(
    (on: Day, options) => api.endDiscountRule({ params, body: { on } }, options),
    told('已提交终止，等待另一人复核'),
  );
  const agree = useWrite((_: object, options) => api.agreeToDiscountEnd({ params }, options), told('已同意终止'));
  return (
    <>
      {end ? (
        <p>
          {end.asked.name} 提出 {end.on} 终止{end.agreed ? `，${end.agreed.name} 已同意` : '，待复核'}。
        </p>
      ) : null}
      {may.agreeToEnd === 'same-person' ? <p className="why-not">终止由您提出，须由另一人复核。</p> : null}
      <Problem cause={agree.error} className="form-problem" />
      {may.agreeToEnd === 'yes' ? (
        <Button block loading={agree.isPending} onClick={() => agree.mutate({})}>
          同意终止
        </Button>
      ) : null}
      {may.end === 'yes' ? (
        <details className="return">
          <summary>提前终止</summary>
          <Form layout="vertical" requiredMark={false} onFinish={({ on }: { on: Day }) => ask.mutate(on)}>
            <Form.Item
              name="on"
              label="最后一个贴息的到期日"
              extra="至少在一个月以后：本期可能已经提前还清"
              rules={[{ required: true, message: '请选择日期' }]}
            >
              <Input type="date" className="num" />
            </Form.Item>
            <Problem cause={ask.error} className="form-problem" />
            <Button htmlType="submit" block loading={ask.isPending}>
              提出终止
            </Button>
          </Form>
        </details>
      ) : null}
    </>
  );
}
