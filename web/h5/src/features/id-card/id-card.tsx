import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { Button, Facts, Notice, Statement } from '@miaodai/ui';
import { dayText } from '../../shared/time.ts';
import { useGoal } from '../../shared/way-back.ts';
import { Page, PageLoading } from '../../shell/page.tsx';
import { fieldNames, labels, shownValue } from '../../shared/id-card/fields.rules.ts';
import { IdCardFlow, useIdDocument } from '../../shared/id-card/id-card-flow.tsx';
import type { IdDocument } from '../../shared/id-card/sides.ts';

/** The customer's ID card: taken for the first time, looked at (masked), or renewed. */
export default function IdCard() {
  const goal = useGoal();
  const document = useIdDocument();
  const [renewing, setRenewing] = useState(false);
  const [, navigate] = useLocation();
  const back = goal ? '/' : '/account';
  const { data } = document;
  if (!data && !document.error) return <PageLoading />;
  // A card that is being renewed stays good until the new one is confirmed.
  if (data?.confirmed && !renewing)
    return <OnFile document={data} goal={goal} back={back} onRenew={() => setRenewing(true)} />;
  return (
    <IdCardFlow
      onConfirmed={() => {
        setRenewing(false);
        if (goal) navigate(goal, { replace: true });
      }}
    >
      {(body, foot) => (
        <Page title="身份证" back={back} foot={foot}>
          {body}
        </Page>
      )}
    </IdCardFlow>
  );
}

type OnFileProps = { document: IdDocument; goal: string | undefined; back: string; onRenew: () => void };

function OnFile({ document, goal, back, onRenew }: OnFileProps) {
  const { shown, expired, expiresOn } = document;
  return (
    <Page
      title="身份证"
      back={back}
      foot={
        <>
          {goal && !expired ? (
            <Link className="button" href={goal} replace>
              继续办理
            </Link>
          ) : null}
          <Button kind={expired ? 'primary' : 'secondary'} onClick={onRenew}>
            {expired ? '上传新身份证' : '更新身份证'}
          </Button>
        </>
      }
    >
      <section className="card">
        <Statement
          icon={expired ? 'alert' : 'check'}
          tone={expired ? 'warn' : 'success'}
          title={expired ? '身份证已过有效期' : '身份已核实'}
        >
          <p>{expiresOn ? `有效期至 ${dayText(expiresOn)}` : '长期有效'}</p>
        </Statement>
        {shown ? (
          <Facts
            facts={fieldNames.map((name) => ({
              name: labels[name],
              value: `${shownValue(name, shown[name])}${shown.edited.includes(name) ? '（手工修改）' : ''}`,
            }))}
          />
        ) : null}
      </section>
      {expired ? (
        <Notice tone="warn">
          <p>请用新证件重新上传，上传并核实后即可继续办理业务。</p>
        </Notice>
      ) : (
        <p className="small muted">内容已遮挡显示。换领了新身份证，或者信息有变化，请更新。</p>
      )}
    </Page>
  );
}
