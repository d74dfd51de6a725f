import type { Host } from './port.ts';

export const browser: Host = {
  name: 'browser',
  hasTitleBar: false,
  setTitle: (title) => {
    document.title = title;
  },
};
