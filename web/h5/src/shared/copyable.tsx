import { useState } from 'react';
import { LinkButton } from '@miaodai/ui';
import './copyable.css';

/** A number that is read out to somebody or put into another form: taken along by one tap. */
export const Copyable = ({ text }: { text: string }) => (
  <span className="copyable">
    {text}
    <CopyButton text={text} />
  </span>
);

export function CopyButton({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // The number stays selectable by hand.
    }
  };
  return <LinkButton onClick={() => void copy()}>{copied ? '已复制' : '复制'}</LinkButton>;
}
