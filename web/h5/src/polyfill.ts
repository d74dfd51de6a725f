/** What Chrome 69 and Safari 12.1 lack of what our own code and its libraries use; each is skipped where it exists. */
type Lacking = Record<string, unknown>;

const add = (to: object, name: string, value: unknown): void => {
  if (!(to as Lacking)[name]) Object.defineProperty(to, name, { value, configurable: true, writable: true });
};

if (typeof globalThis === 'undefined') (window as unknown as Lacking)['globalThis'] = window;

add(Object, 'fromEntries', (entries: Iterable<[string, unknown]>) => {
  const result: Lacking = {};
  for (const [name, value] of entries) result[name] = value;
  return result;
});
add(String.prototype, 'replaceAll', function replaceAll(this: string, from: string, to: string) {
  return this.split(from).join(to);
});
add(Array.prototype, 'at', function at<T>(this: T[], index: number) {
  return this[index < 0 ? this.length + index : index];
});
add(window, 'queueMicrotask', (task: () => void) => void Promise.resolve().then(task));
