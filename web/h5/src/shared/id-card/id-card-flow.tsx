import { useEffect, useState, type ReactNode } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, LinkButton, Notice } from '@miaodai/ui';
import { api } from '../../api.ts';
import { AgreeLine, type Agreed } from '../agree-line.tsx';
import { codeOf, ProblemNotice } from '../problem.tsx';
import { useWrite } from '../write.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { CardCamera } from './card-camera.tsx';
import { CONFIRM_FORM, ConfirmForm } from './confirm-form.tsx';
import { answersOf, type Answers } from './fields.rules.ts';
import { SideCard } from './side-card.tsx';
import { idDocumentKey, useSide, type IdDocument, type Side } from './sides.ts';
import './id-card.css';

export const useIdDocument = () =>
  useQuery({
    queryKey: idDocumentKey,
    queryFn: async ({ signal }) => api.readIdDocument({}, { signal }),
  });

/** Puts the parts of the flow into a page: what stands in it, and the buttons at its foot. */
type Frame = (body: ReactNode, foot: ReactNode) => ReactNode;
type IdCardFlowProps = { onConfirmed: (document: IdDocument) => void; children: Frame };

/** Both sides of the card, what was read of them, and the customer's word that it is right. The server knows where it stands. */
export function IdCardFlow({ onConfirmed, children }: IdCardFlowProps) {
  const document = useIdDocument();
  if (!document.data)
    return (
      <>
        {children(
          <Loaded query={document} lines={8}>
            {() => null}
          </Loaded>,
          undefined,
        )}
      </>
    );
  return (
    <Taking document={document.data} onConfirmed={onConfirmed}>
      {children}
    </Taking>
  );
}

function Taking({ document, onConfirmed, children }: IdCardFlowProps & { document: IdDocument }) {
  const front = useSide('front');
  const back = useSide('back');
  const [camera, setCamera] = useState<Side>();
  const [consent, setConsent] = useState<Agreed>();
  const read = answersOf(document);
  const [checking, setChecking] = useState(read !== undefined);
  useEffect(() => window.scrollTo(0, 0), [checking]);
  if (camera) {
    const state = camera === 'front' ? front : back;
    return (
      <CardCamera
        side={camera}
        onCancel={() => setCamera(undefined)}
        onPicture={(picture) => {
          state.take(picture);
          setCamera(undefined);
          lookAt(camera);
        }}
      >
        {children}
      </CardCamera>
    );
  }
  const line = <AgreeLine kind="id-document" agreed={consent} onAgreed={setConsent} says="采集身份证影像" />;
  if (checking && read)
    return (
      <Checking {...{ document, read, consent, line, onConfirmed }} onAgain={() => setChecking(false)}>
        {children}
      </Checking>
    );
  const waiting = front.sending || back.sending;
  return (
    <>
      {children(
        <>
          <p className="lead">请准备本人有效的居民身份证原件，依次拍摄两面。</p>
          <section className="card" aria-label="影像采集授权">
            {line}
            <p className="small muted">影像只用于核实您的身份，加密保存，到期删除。先同意，再拍摄。</p>
          </section>
          <SideCard
            state={front}
            read={document.front !== null}
            inactive={!consent}
            onCamera={() => setCamera('front')}
          />
          <SideCard state={back} read={document.back !== null} inactive={!consent} onCamera={() => setCamera('back')} />
        </>,
        <Button inactive={!read || waiting} onClick={() => setChecking(true)}>
          {read ? '下一步，核对信息' : consent ? '请先完成两面拍摄' : '请先同意影像采集'}
        </Button>,
      )}
    </>
  );
}

/** The camera was a page of its own: back on this one, the side that was taken is in view, with what to do about it. */
const lookAt = (side: Side): void =>
  void setTimeout(
    () => document.getElementById(`id-${side}`)?.closest('section')?.scrollIntoView({ block: 'center' }),
    60,
  );

type CheckingProps = IdCardFlowProps & {
  document: IdDocument;
  read: Answers;
  consent: Agreed | undefined;
  line: ReactNode;
  onAgain: () => void;
};
type Confirmed = Parameters<typeof api.confirmIdDocument>[0];

function Checking({ document, read, consent, line, onAgain, onConfirmed, children }: CheckingProps) {
  const queries = useQueryClient();
  const confirm = useWrite(
    async (args: Confirmed, options) =>
      api.confirmIdDocument(args, options).catch((problem: unknown) => {
        // The name and the number may be set right from now on.
        if (codeOf(problem) === 'identity-mismatch') void queries.invalidateQueries({ queryKey: idDocumentKey });
        throw problem;
      }),
    (answer) => {
      queries.setQueryData(idDocumentKey, answer);
      void queries.invalidateQueries({ queryKey: ['session'] });
      onConfirmed(answer);
    },
  );
  const submit = (fields: Answers) => {
    if (consent) void confirm.run({ body: { fields: fields as Confirmed['body']['fields'], consent } });
  };
  return (
    <>
      {children(
        <>
          <div className="row">
            <p className="lead">请逐项核对，与证件保持一致。</p>
            <LinkButton onClick={onAgain}>重拍照片</LinkButton>
          </div>
          <ConfirmForm document={document} read={read} problem={confirm.problem} onSubmit={submit} />
          {document.expired ? (
            <Notice tone="warn">
              <p>这张身份证已过有效期，请使用新证件。</p>
            </Notice>
          ) : null}
          <section className="card" aria-label="影像采集授权">
            {line}
          </section>
        </>,
        <>
          <ProblemNotice
            problem={confirm.problem}
            {...(RETAKE.includes(codeOf(confirm.problem) ?? '') ? { onRetry: onAgain, retryText: '重新拍摄' } : {})}
          />
          <Button type="submit" form={CONFIRM_FORM} busy={confirm.busy} inactive={!consent}>
            {consent ? '确认无误，提交核验' : '同意影像采集后提交'}
          </Button>
        </>,
      )}
    </>
  );
}

/** What is better answered by another picture than by another try. */
const RETAKE = ['id-document-incomplete', 'id-document-expired'];
