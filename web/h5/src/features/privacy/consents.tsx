import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, LegalText, LinkButton, Sheet, Statement } from '@miaodai/ui';
import { api, type AnswerOf } from '../../api.ts';
import { ProblemNotice } from '../../shared/problem.tsx';
import { minuteText } from '../../shared/time.ts';
import { useWrite } from '../../shared/write.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import './privacy.css';

type Consent = AnswerOf<'listConsents'>['consents'][number];
const key = ['consents'] as const;

export default function Consents() {
  const consents = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => api.listConsents({}, { signal }),
    staleTime: 0,
  });
  const [reading, setReading] = useState<Consent>();
  const [revoking, setRevoking] = useState<Consent>();
  return (
    <Page title="我的授权" back="/mine/privacy">
      <Loaded query={consents} lines={6}>
        {(data) =>
          data.consents.length === 0 ? (
            <div className="card">
              <Statement icon="empty" title="还没有授权">
                <p>您同意协议或授权书后，会列在这里。</p>
              </Statement>
            </div>
          ) : (
            data.consents.map((consent) => (
              <OneConsent
                key={consent.consentId}
                consent={consent}
                onRead={() => setReading(consent)}
                onRevoke={() => setRevoking(consent)}
              />
            ))
          )
        }
      </Loaded>
      <TextSheet consent={reading} onClose={() => setReading(undefined)} />
      <RevokeSheet consent={revoking} onClose={() => setRevoking(undefined)} />
    </Page>
  );
}

type OneProps = { consent: Consent; onRead: () => void; onRevoke: () => void };

const OneConsent = ({ consent, onRead, onRevoke }: OneProps) => (
  <section className="card stack-s" aria-label={consent.title}>
    <h2 className="privacy-title">{consent.title}</h2>
    <p className="small muted num">
      {minuteText(consent.agreedAt)} 同意 · 版本 {consent.version}
    </p>
    {consent.revokedAt ? (
      <p className="small">
        <b className="num">{minuteText(consent.revokedAt)} 已撤回</b>
      </p>
    ) : (
      <p className="small muted">{consent.revoking}</p>
    )}
    <div className="row privacy-acts">
      <LinkButton onClick={onRead} aria-label={`查看全文：《${consent.title}》`}>
        查看全文
      </LinkButton>
      {consent.revocable && !consent.revokedAt ? (
        <LinkButton onClick={onRevoke} aria-label={`撤回《${consent.title}》`}>
          撤回
        </LinkButton>
      ) : null}
    </div>
  </section>
);

type SheetProps = { consent: Consent | undefined; onClose: () => void };

function TextSheet({ consent, onClose }: SheetProps) {
  const consentId = consent?.consentId ?? '';
  const text = useQuery({
    queryKey: ['consent-text', consentId],
    queryFn: async ({ signal }) => api.readConsentText({ params: { consentId } }, { signal }),
    enabled: consent !== undefined,
    staleTime: Infinity,
  });
  return (
    <Sheet title={consent?.title ?? ''} open={consent !== undefined} onClose={onClose}>
      <Loaded query={text} lines={8}>
        {(document) => <LegalText paragraphs={document.paragraphs} />}
      </Loaded>
    </Sheet>
  );
}

function RevokeSheet({ consent, onClose }: SheetProps) {
  const queries = useQueryClient();
  const revoke = useWrite(
    async (params: { consentId: string }, options) => api.revokeConsent({ params }, options),
    async () => {
      await queries.refetchQueries({ queryKey: key });
      onClose();
    },
  );
  return (
    <Sheet
      title="撤回授权"
      open={consent !== undefined}
      onClose={onClose}
      closeText="取消"
      foot={
        <>
          <Button onClick={onClose}>保留授权</Button>
          <Button
            kind="danger"
            busy={revoke.busy}
            onClick={() => consent && void revoke.run({ consentId: consent.consentId })}
          >
            确认撤回
          </Button>
        </>
      }
    >
      <div className="stack">
        <p>《{consent?.title}》</p>
        <p>{consent?.revoking}</p>
        <p className="muted">撤回之前依据授权已经办理的事项不受影响。</p>
        <ProblemNotice problem={revoke.problem} />
      </div>
    </Sheet>
  );
}
