/** Which host the page runs in: the browser, and whatever fails to announce itself as another one. */
import { browser } from './browser.ts';
import type { Host } from './port.ts';

export const host: Host = browser;
