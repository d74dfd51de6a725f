import { LinkButton } from '@miaodai/ui';
import type { Application } from '../api.ts';
import { useReloadApplication } from './application.ts';
import type { Draft } from './draft.ts';
import { codeOf, ProblemNotice } from './problem.tsx';
import { clockText } from './time.ts';

/** «已保存 10:32», quietly; or what keeps the page from being saved. */
export function DraftStatus({
  draft,
  onReloaded,
}: {
  draft: Draft<never> | Draft<object>;
  onReloaded: (fresh: Application | undefined) => void;
}) {
  const reload = useReloadApplication();
  if (draft.changed)
    return (
      <ProblemNotice problem={draft.problem} retryText="载入最新内容" onRetry={() => void reload().then(onReloaded)} />
    );
  // A missing answer is shown by its field; silence while typing only says that nothing is saved yet.
  const quiet = codeOf(draft.problem) === undefined && !draft.busy && draft.status === 'unsaved';
  return (
    <>
      <div className="row draft-status">
        <p className="xs muted" role="status">
          {draft.status === 'idle' ? '填写的内容会自动保存' : null}
          {draft.status === 'saving' ? '正在保存' : null}
          {draft.status === 'saved' && draft.savedAt ? `已保存 ${clockText(draft.savedAt)}` : null}
          {quiet ? '网络不稳定，最近的修改还没有保存，继续填写时会再次保存' : null}
        </p>
        <LinkButton onClick={draft.saveNow}>保存</LinkButton>
      </div>
      {draft.problem && !quiet ? <ProblemNotice problem={draft.problem} /> : null}
    </>
  );
}
