import './upload-progress.css';

/** How much of a file has gone out, from 0 to 1, and what happens with it once all of it has. */
export const UploadProgress = ({ sent, then }: { sent: number; then: string }) => (
  <div className="upload-progress" role="status">
    <progress max={1} value={sent} aria-label="上传进度" />
    <span className="small num">{sent < 1 ? `正在上传 ${Math.floor(sent * 100)}%` : then}</span>
  </div>
);
