import { useEffect, useRef, useState } from 'react';
import { Button, Facts, Icon, Notice, Statement } from '@miaodai/ui';
import { uploadingApi, type AnswerOf } from '../../api.ts';
import { base64Of } from '../../shared/files.ts';
import { Fingerprint } from '../../shared/fingerprint.tsx';
import { ProblemNotice } from '../../shared/problem.tsx';
import { sizeText } from '../../shared/size-text.ts';
import { secondText } from '../../shared/time.ts';
import { UploadProgress } from '../../shared/upload-progress.tsx';
import { useGoal } from '../../shared/way-back.ts';
import { useWrite } from '../../shared/write.ts';
import { Page } from '../../shell/page.tsx';
import { fileError, verdicts } from './verify.rules.ts';
import './verify.css';

type Verification = AnswerOf<'verifyContractFile'>;
type Signature = Verification['signatures'][number];
type Checked = { name: string; result: Verification };

/** Whether a contract is genuine, for whoever holds one: no sign-in, and nothing of the file is kept. */
export default function Verify() {
  const check = useCheck();
  const input = useRef<HTMLInputElement>(null);
  return (
    <Page
      title="合同验真"
      back={useGoal() ?? '/'}
      foot={
        <Button busy={check.busy} onClick={() => input.current?.click()}>
          {check.checked ? '再查一份' : '选择合同 PDF'}
        </Button>
      }
    >
      {check.checked ? (
        <Result {...check.checked} />
      ) : (
        <section className="card">
          <Statement icon="shield" title="这份合同是真的吗">
            <p>选择合同 PDF，核对后告诉您：</p>
          </Statement>
          <ul className="checks">
            {['是谁、在什么时候签署的', '签署以后有没有被改动', '签名的证书是否可以信任'].map((words) => (
              <li key={words}>
                <Icon name="check" size={20} />
                {words}
              </li>
            ))}
          </ul>
        </section>
      )}
      <input
        ref={input}
        type="file"
        hidden
        aria-label="选择合同 PDF"
        accept="application/pdf,.pdf"
        onChange={(event) => {
          const field = event.currentTarget;
          void check.take(field.files?.[0]).finally(() => (field.value = ''));
        }}
      />
      {check.busy ? (
        <section className="card">
          <UploadProgress sent={check.sent} then="正在核对签名" />
        </section>
      ) : null}
      {check.error ? (
        <Notice tone="danger" alert>
          <p>{check.error}</p>
        </Notice>
      ) : null}
      <ProblemNotice problem={check.problem} onRetry={check.retry} />
      <Notice>
        <p>PDF 文件，不超过 10 MB。文件只用来核对，不会被保存。</p>
      </Notice>
    </Page>
  );
}

type Chosen = { name: string; base64: string };

function useCheck() {
  const [sent, setSent] = useState(0);
  const [error, setError] = useState<string>();
  const [last, setLast] = useState<Chosen>();
  const [checked, setChecked] = useState<Checked>();
  const verify = useWrite<Chosen, Verification>(async ({ base64 }) =>
    uploadingApi(setSent).verifyContractFile({ body: { base64 } }),
  );
  const run = async (chosen: Chosen): Promise<void> => {
    setSent(0);
    setLast(chosen);
    const result = await verify.run(chosen);
    if (result) setChecked({ name: chosen.name, result });
  };
  return {
    ...{ sent, error, checked, busy: verify.busy, problem: verify.problem },
    retry: last ? () => void run(last) : undefined,
    take: async (file: File | undefined): Promise<void> => {
      if (!file) return;
      const wrong = fileError(file);
      setError(wrong);
      setChecked(undefined);
      verify.clear();
      if (!wrong) await run({ name: file.name, base64: await base64Of(file) });
    },
  };
}

function Result({ name, result }: Checked) {
  const { icon, tone, title, text } = verdicts[result.verdict];
  const top = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    window.scrollTo(0, 0);
    top.current?.focus({ preventScroll: true });
  }, [result]);
  const { known, signatures, findings } = result;
  return (
    <>
      <section className="card" aria-labelledby="verdict">
        <h2 id="verdict" className="visually-hidden" ref={top} tabIndex={-1}>
          核对结果：{title}
        </h2>
        <Statement icon={icon} tone={tone} title={title}>
          <p>{text}</p>
        </Statement>
        <Facts
          facts={[
            { name: '文件', value: name },
            { name: '大小', value: sizeText(result.sizeBytes) },
            known && { name: '合同编号', value: known.contractNo, strong: true },
            known && { name: '签署时间', value: secondText(known.signedAt) },
          ]}
        />
        {known ? <p className="small verify-known">与本行签署的合同原件逐字节一致。</p> : null}
        <Fingerprint sha256={result.sha256} />
      </section>
      {signatures.map((signature, at) => (
        <SignatureCard
          key={`${at} ${signature.certificateNo}`}
          signature={signature}
          number={at + 1}
          last={at === signatures.length - 1}
        />
      ))}
      {findings.length > 0 ? (
        <section className="card stack-s" aria-labelledby="findings">
          <h2 id="findings">核对说明</h2>
          <ul className="findings">
            {findings.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

type SignatureProps = { signature: Signature; number: number; last: boolean };

const SignatureCard = ({ signature, number, last }: SignatureProps) => (
  <section className="card" aria-labelledby={`signature-${number}`}>
    <h2 id={`signature-${number}`}>
      第 {number} 个签名 · {signature.name}
    </h2>
    <Facts
      facts={[
        signature.organisation !== null && { name: '单位', value: signature.organisation },
        {
          name: '签署时间',
          value: signature.signedAt === null ? '没有可信的时间戳' : secondText(signature.signedAt),
        },
        { name: '证书签发机构', value: signature.issuer },
        { name: '证书编号', value: signature.certificateNo },
      ]}
    />
    <ul className="checks">
      <Tested good={signature.intact} yes="所签内容没有被改动" no="所签内容已被改动" />
      <Tested good={signature.trusted} yes="证书可以追溯到受信任的机构" no="证书不能追溯到受信任的机构" />
      {last ? (
        <Tested good={signature.coversWholeFile} yes="签名覆盖整个文件" no="签名之后文件又被追加了内容" />
      ) : (
        <li>
          <Icon name="info" size={20} />
          在它之后还有新的签名，最后一个签名覆盖整个文件时，全部内容受保护
        </li>
      )}
    </ul>
  </section>
);

const Tested = ({ good, yes, no }: { good: boolean; yes: string; no: string }) => (
  <li data-good={good ? 'yes' : 'no'}>
    <Icon name={good ? 'check' : 'alert'} size={20} />
    {good ? yes : no}
  </li>
);
