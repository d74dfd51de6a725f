import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { api } from '../api.ts';
import { maySignedIn } from '../shell/session.ts';
import { useApplication, useSetApplication } from './application.ts';
import { askGates, gatesPage } from './gates.ts';
import { PRODUCT_CODE } from './product.ts';
import { isEnded, landing } from './steps.ts';
import { keepWish, keptWish, type Wish } from './wish.ts';
import { useWrite } from './write.ts';

/**
 * «立即申请»: what stands in the way first, come back to the product; then start, or take up what is open. What a calculator was told goes
 * along, and is found again in the form.
 */
export function useStartApplication() {
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const known = maySignedIn();
  const { data: application } = useApplication(known);
  const set = useSetApplication();
  const start = useWrite(
    async (body: { productCode: string }, options) => {
      const { gates } = await askGates(queries, 'apply');
      return gates.length > 0 ? undefined : api.startApplication({ body }, options);
    },
    (started) => {
      if (!started) return navigate(gatesPage('apply', '/product'));
      set(started);
      navigate(`/apply/${landing(started.step)}`);
    },
  );
  const open = application && !isEnded(application.step) ? application : undefined;
  const run = (wish?: Wish) => {
    if (wish) keepWish({ ...keptWish(), ...wish });
    if (!known) return navigate('/sign-in?to=/product');
    if (open) return navigate(`/apply/${landing(open.step)}`);
    queries.removeQueries({ queryKey: ['loans'] });
    return void start.run({ productCode: PRODUCT_CODE });
  };
  return { run, busy: start.busy, problem: start.problem, goesOn: open !== undefined };
}
