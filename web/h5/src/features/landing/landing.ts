import '@miaodai/ui/base.css';
import '@miaodai/ui/button.css';
import '@miaodai/ui/figures.css';
import '@miaodai/ui/notice.css';
import '../../shell/frame.css';
import './landing.css';
import { host } from '../../host/index.ts';

/** So long after the tap an app that is there has taken over. */
const APP_TAKES_MS = 1_800;

// The page is whole without this script. An app is only ever opened by a tap: browsers refuse to do it unasked, and one that
// is not installed would greet the visitor with an error.
document.documentElement.setAttribute('data-host', host.name);
if (host.name === 'browser') {
  document.getElementById('open-app')?.addEventListener('click', () => setTimeout(tellIfStillHere, APP_TAKES_MS));
  // Chats block the way to other apps, and say nothing.
  if (/MicroMessenger|DingTalk|QQ\//i.test(navigator.userAgent))
    document.getElementById('in-chat')?.removeAttribute('hidden');
} else location.replace('/product');

function tellIfStillHere(): void {
  if (document.visibilityState === 'visible') document.getElementById('not-opened')?.setAttribute('data-asked', '');
}
