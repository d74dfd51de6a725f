import type { Application } from '../../api.ts';
import { useProduct } from '../../shared/product.ts';
import { rateText } from '../../shared/rate.ts';
import { wordsFor } from './words.ts';

/** Which product this is, at what rate, and who decides; and what was brought along from the application before. */
export function ProductLine({ application }: { application: Application }) {
  const { data } = useProduct(application.productCode);
  const { previousApplicationNo: previous } = application;
  return (
    <div className="stack-s">
      <p className="lead">
        {data ? `${data.name}，年化利率（单利）${rateText(data.annualRatePpm)}。` : null}
        {wordsFor(application).lead}
      </p>
      {previous ? <p className="small muted">已带出上次申请（{previous}）填写的内容，请逐项核对。</p> : null}
    </div>
  );
}
