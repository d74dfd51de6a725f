import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { api } from '../../api.ts';
import { Fact } from '../../shared/fact.tsx';
import { Part } from '../../shared/four-eyes.tsx';
import { Problem } from '../../shared/problem.tsx';
import { Watermark } from '../../shared/watermark.tsx';
import { useStaff } from '../../shell/session.ts';
import type { LoanRecord } from './use-loan.ts';

/** Whose loan it is. Masked; to see it in full is a right, and each look is kept. */
export function Customer({ loan }: { loan: LoanRecord }) {
  const [shown, setShown] = useState(false);
  const may = useStaff().rights.includes('borrower-data');
  const { loanId } = loan;
  const { data, error, isFetching } = useQuery({
    queryKey: ['loan-customer', loanId],
    queryFn: ({ signal }) => api.revealLoanCustomer({ params: { loanId } }, { signal }),
    enabled: shown,
    // Not kept after it is hidden: to look again is another look.
    gcTime: 0,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  const full = shown ? data : undefined;
  return (
    <Part
      title="客户"
      action={
        may ? (
          <Button
            size="small"
            loading={isFetching}
            icon={full ? <EyeInvisibleOutlined /> : <EyeOutlined />}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            {full ? '隐藏完整信息' : '查看完整信息'}
          </Button>
        ) : undefined
      }
    >
      <Problem cause={shown ? error : undefined} />
      <div className="marked">
        {full ? <Watermark /> : null}
        <dl className="facts-line">
          <Fact label="姓名" value={full?.name ?? loan.customerName} />
          <Fact label="还款账户" value={<span className="num">{full?.accountNo ?? loan.accountNo}</span>} />
          {full ? (
            <>
              <Fact label="手机号" value={<span className="num">{full.mobile}</span>} />
              <Fact label="身份证号" value={<span className="num">{full.idNumber}</span>} />
            </>
          ) : null}
          <Fact label="产品" value={loan.productName} />
          <Fact label="机构" value={loan.branchName} />
        </dl>
      </div>
      {may ? <p className="muted">查看完整信息会记入操作日志</p> : null}
    </Part>
  );
}
