import type { Application } from '../api.ts';

/** What is still to come, in the customer's words, the nearest first. */
export function comingOf({
  step,
  route,
  review,
}: Pick<Application, 'step' | 'route'> & { review: { state: string } | null }): string[] {
  if (step === 'decision') {
    return route === 'standard'
      ? ['系统核实完成后，由客户经理审批', '结果发短信告诉您']
      : ['给出审批结果，并发短信告诉您'];
  }
  if (step === 'officer') {
    const papers = review?.state === 'waiting-for-papers' ? ['您补充资料'] : [];
    return [...papers, '客户经理审批，结果发短信告诉您', '通过后到网点签约'];
  }
  if (step === 'offline-contract') {
    return review?.state === 'to-check'
      ? ['银行复核合同，贷款打到您的电子账户']
      : ['您到网点签约', '贷款打到您的电子账户'];
  }
  return step === 'amount' ? ['您选定金额并签署合同', '您确认后，贷款打到您的电子账户'] : [];
}
