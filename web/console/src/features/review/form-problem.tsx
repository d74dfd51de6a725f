import { useEffect, useRef } from 'react';
import { Button } from 'antd';
import { isCode, Problem, problemText } from '../../shared/problem.tsx';

type Props = { cause: unknown; onRefresh: () => void };

/** A decision that was refused. Where somebody else has changed the application, what is typed stays and the rest is read anew. */
export function FormProblem({ cause, onRefresh }: Props) {
  const place = useRef<HTMLDivElement>(null);
  // The button stays in view however long the form is: what it says no to must come into view as well.
  useEffect(() => {
    if (cause) place.current?.scrollIntoView({ block: 'center' });
  }, [cause]);
  if (!cause) return null;
  return (
    <div ref={place}>
      {isCode(cause, 'review-changed', 'held-by-other', 'step-not-allowed') ? (
        <div className="changed" role="alert">
          <p>{problemText(cause)}</p>
          <Button size="small" onClick={onRefresh}>
            读取最新内容
          </Button>
        </div>
      ) : (
        <Problem cause={cause} className="form-problem" fields />
      )}
    </div>
  );
}
