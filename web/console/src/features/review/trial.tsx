import { useQuery } from '@tanstack/react-query';
import { conventionFor, schedule } from '@miaodai/loan-math';
import { businessDate, fen, ratePpm } from '@miaodai/values';
import { productApi } from '../../api.ts';
import { yuanText } from '../../shared/money.tsx';
import { useStaff } from '../../shell/session.ts';
import type { Terms } from './authority.rules.ts';

const methods: Readonly<Record<string, string>> = {
  'equal-instalment': '等额本息',
  'equal-principal': '等额本金',
  'interest-only': '先息后本',
};

/** What the customer will pay on these terms, by the engine that the contract is made with. */
export function Trial({ productCode, terms }: { productCode: string; terms: Terms | undefined }) {
  const { businessDay } = useStaff();
  const { data: product } = useQuery({
    queryKey: ['product', productCode],
    queryFn: ({ signal }) => productApi.readProduct({ params: { productCode } }, { signal }),
    staleTime: 600_000,
  });
  if (!product) return null;
  const plan = terms ? planOf(product, terms, businessDay) : undefined;
  return (
    <>
      <dl className="trial" aria-live="polite">
        <div>
          <dt>首期还款</dt>
          <dd className="num">{plan ? `${yuanText(plan.first)} 元` : '—'}</dd>
        </div>
        <div>
          <dt>利息合计</dt>
          <dd className="num">{plan ? `${yuanText(plan.interest)} 元` : '—'}</dd>
        </div>
      </dl>
      <p className="muted trial-note">
        按{methods[product.repaymentMethod] ?? '产品还款方式'}、今日放款试算，以合同为准
      </p>
    </>
  );
}

type Product = Awaited<ReturnType<typeof productApi.readProduct>>;

function planOf(product: Product, terms: Terms, day: string) {
  try {
    const { rows, totalInterestFen } = schedule({
      method: product.repaymentMethod,
      principalFen: fen(terms.amountFen),
      annualRatePpm: ratePpm(terms.annualRatePpm),
      periods: terms.termMonths,
      convention: conventionFor(product.dayCount),
      disbursedOn: businessDate(day),
    });
    const [first] = rows;
    return first ? { first: first.principalFen + first.interestFen, interest: totalInterestFen } : undefined;
  } catch {
    // Terms that are still being typed make no plan.
    return undefined;
  }
}
