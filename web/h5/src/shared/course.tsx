import type { Application } from '../api.ts';
import { statusName } from './status.ts';
import { minuteText } from './time.ts';
import { comingOf } from './course.rules.ts';
import './course.css';

/** Where the application has been, each with its time, where it is, and what is next (APP-7). */
export function Course({ application }: { application: Application }) {
  const { history } = application;
  return (
    <section className="card" aria-labelledby="course">
      <h2 id="course">办理进度</h2>
      <ol className="course">
        {history.map(({ status, at }, i) => (
          <li
            key={`${status} ${at}`}
            data-state={i === history.length - 1 ? 'now' : 'done'}
            aria-current={i === history.length - 1 ? 'step' : undefined}
          >
            <div>
              <b>{statusName[status]}</b>
            </div>
            <small className="num">{minuteText(at)}</small>
          </li>
        ))}
        {comingOf(application).map((next) => (
          <li key={next} data-state="next">
            <div>{next}</div>
            <small>接下来</small>
          </li>
        ))}
      </ol>
    </section>
  );
}
