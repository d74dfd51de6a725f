/** fetch tells nothing of what has gone out: this asks the older way, which does, and answers in the same form. */
export async function sendWithProgress(
  url: string,
  { method = 'POST', headers, body, signal }: RequestInit,
  onProgress: (sent: number) => void,
): Promise<Response> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries((headers ?? {}) as Record<string, string>))
      request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
    request.addEventListener('load', () => {
      const date = request.getResponseHeader('date');
      done(new Response(request.responseText, { status: request.status, headers: date ? { date } : {} }));
    });
    for (const silence of ['error', 'timeout', 'abort'])
      request.addEventListener(silence, () => failed(new TypeError('no answer')));
    signal?.addEventListener('abort', () => request.abort());
    request.send(body as string);
  });
}
