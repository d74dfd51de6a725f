import { useState } from 'react';
import { ProblemNotice, smsCodeProblem } from './problem.tsx';
import { sealPassword } from './seal.ts';
import { isDefinite, type Write } from './write.ts';

/**
 * The transaction password as the last step of a request: the sheet's digits are sealed and sent with everything else.
 * Silence is asked again with the same sealed password under the same key; what belongs to another field closes the sheet.
 */
export function usePasswordStep<Args, Result>(
  write: Write<Args, Result>,
  argsOf: (sealed: string) => Args,
  /** Refusals that the page shows by itself, beside what they are about. */
  elsewhere: (problem: unknown) => boolean = () => false,
) {
  const [open, setOpen] = useState(false);
  const [sealProblem, setSealProblem] = useState<unknown>();
  const [sent, setSent] = useState<Args>();
  const send = async (args: Args): Promise<void> => {
    const answer = await write.run(args);
    if (answer !== undefined) setOpen(false);
  };
  const codeProblem = smsCodeProblem(write.problem);
  const away = codeProblem !== undefined || elsewhere(write.problem);
  const problem = sealProblem ?? (away ? undefined : write.problem);
  const retry = sent && write.problem && !isDefinite(write.problem) ? () => void send(sent) : undefined;
  return {
    codeProblem,
    /** Shown by the page, where it is not the sheet's. */
    pageProblem: away && codeProblem === undefined ? write.problem : undefined,
    show: () => {
      write.clear();
      setSealProblem(undefined);
      setOpen(true);
    },
    /** Something on the page was changed: what was refused before is out of date. */
    reset: () => {
      setOpen(false);
      write.clear();
    },
    sheet: {
      open: open && !away,
      onClose: () => {
        setOpen(false);
        write.clear();
      },
      seal: sealPassword,
      onSealed: (sealed: string) => {
        const args = argsOf(sealed);
        setSealProblem(undefined);
        setSent(args);
        void send(args);
      },
      onSealFailed: setSealProblem,
      busy: write.busy,
      error: problem ? <ProblemNotice problem={problem} onRetry={retry} /> : undefined,
    },
  };
}
