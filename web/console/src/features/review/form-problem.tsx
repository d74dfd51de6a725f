import { Button } from 'antd';
import { isCode, Problem, problemText } from '../../shared/problem.tsx';

/** A decision that was refused. Where somebody else has changed the application, what is typed stays and the rest is read anew. */
export const FormProblem = ({ cause, onRefresh }: { cause: unknown; onRefresh: () => void }) =>
  isCode(cause, 'review-changed', 'held-by-other', 'step-not-allowed') ? (
    <div className="changed" role="alert">
      <p>{problemText(cause)}</p>
      <Button size="small" onClick={onRefresh}>
        读取最新内容
      </Button>
    </div>
  ) : (
    <Problem cause={cause} className="form-problem" />
  );
