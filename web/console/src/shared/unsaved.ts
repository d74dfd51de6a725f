import { useBlocker } from '@tanstack/react-router';
import { App } from 'antd';

/** Whoever leaves with something unsaved is asked first; closing the window too. @param unsaved asked at the moment of leaving */
export function useUnsaved(unsaved: () => boolean): void {
  const { modal } = App.useApp();
  useBlocker({
    shouldBlockFn: () =>
      unsaved() &&
      new Promise<boolean>((resolve) => {
        modal.confirm({
          title: '离开前保存吗？',
          content: '页面上有还没有保存的内容，离开后将丢失。',
          okText: '留在页面',
          cancelText: '放弃并离开',
          onOk: () => resolve(true),
          onCancel: () => resolve(false),
        });
      }),
    enableBeforeUnload: unsaved,
  });
}
