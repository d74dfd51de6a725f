import { Copyable } from './copyable.tsx';
import './fingerprint.css';

/** The hash of a file, whole: only whole can it be compared. */
export const Fingerprint = ({ sha256 }: { sha256: string }) => (
  <div className="fingerprint">
    <p className="small muted">文件指纹（SHA-256）</p>
    <p className="small num">
      <Copyable text={sha256} />
    </p>
  </div>
);
