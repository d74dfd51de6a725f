import { useEffect, useRef } from 'react';
import { useStaff } from '../shell/session.ts';
import { minuteText } from './time.ts';

/** Who looks, and when, across what is shown: a photograph of the screen tells where it came from. */
export function Watermark() {
  const { staff } = useStaff();
  const layer = useRef<HTMLDivElement>(null);
  const who = `${staff.name} ${staff.loginName}`;
  useEffect(() => {
    // By script, not by a style attribute: the content policy allows no such attribute in the page's text.
    const text = `${who} ${minuteText(new Date().toISOString())}`;
    if (layer.current) layer.current.style.backgroundImage = `url(${tile(text)})`;
  }, [who]);
  return <div className="watermark" ref={layer} aria-hidden="true" />;
}

function tile(text: string): string {
  const canvas = document.createElement('canvas');
  canvas.width = 300;
  canvas.height = 170;
  const pen = canvas.getContext('2d');
  if (!pen) return '';
  pen.font = '15px sans-serif';
  pen.fillStyle = 'rgba(90, 100, 120, 0.28)';
  pen.translate(20, 130);
  pen.rotate(-0.38);
  pen.fillText(text, 0, 0);
  return canvas.toDataURL();
}
