import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { api } from '../../api.ts';
import { yuanShort } from '../../shared/money.tsx';
import { Problem } from '../../shared/problem.tsx';
import { Watermark } from '../../shared/watermark.tsx';
import { useStaff } from '../../shell/session.ts';
import { Facts, Section, type Line } from './section.tsx';
import type { ReviewFacts } from './use-review.ts';

/** Who asks for what. Masked; to see it in full is a right, and each look is kept. */
export function Applicant({ review }: { review: ReviewFacts }) {
  const [shown, setShown] = useState(false);
  const may = useStaff().rights.includes('personal-data');
  const { applicationId } = review;
  const { data, error, isFetching } = useQuery({
    queryKey: ['applicant', applicationId],
    queryFn: ({ signal }) => api.revealApplicant({ params: { applicationId } }, { signal }),
    enabled: shown,
    // Not kept after it is hidden: to look again is another look.
    gcTime: 0,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  const full = shown ? data : undefined;
  return (
    <Section
      id="applicant"
      title="申请人"
      action={
        may ? (
          <Button
            size="small"
            className="no-print"
            loading={isFetching}
            icon={full ? <EyeInvisibleOutlined /> : <EyeOutlined />}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            {full ? '隐藏完整信息' : '查看完整信息'}
          </Button>
        ) : undefined
      }
      note={may ? '查看完整信息会记入操作日志' : undefined}
    >
      <Problem cause={shown ? error : undefined} />
      <div className="marked">
        {full ? <Watermark /> : null}
        <Facts lines={linesOf(review, full)} />
      </div>
      <h3>申请内容</h3>
      <Facts lines={[...wantedOf(review), ...review.answers.map(({ label, value }): Line => [label, value])]} />
    </Section>
  );
}

type Full = Awaited<ReturnType<typeof api.revealApplicant>> | undefined;

function linesOf({ applicant, employer }: ReviewFacts, full: Full): Line[] {
  return [
    ['姓名', full?.name ?? applicant.name],
    ['身份证号', full?.idNumber ?? applicant.idNumber],
    ['手机号', full?.mobile ?? applicant.mobile],
    ['年龄', `${applicant.ageYears} 岁`],
    ['工作单位', employer.name],
    ['入职日期', employer.hiredOn],
    ['ERP 编号', full?.erpNo ?? employer.erpNo],
    ...(full
      ? ([
          ['居住地址', full.residenceAddress],
          ['电子账户', full.accountNo],
        ] satisfies Line[])
      : []),
  ];
}

const wantedOf = ({ wanted }: ReviewFacts): Line[] => [
  ['申请金额', wanted.amountFen === null ? null : `${yuanShort(wanted.amountFen)} 元`],
  ['申请期限', wanted.termMonths === null ? null : `${wanted.termMonths} 个月`],
  ['借款用途', wanted.purpose],
];
