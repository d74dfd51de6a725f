/** A message as it comes off the wire. Fields inside are reached by dots: 'body.erpNo'. */
export type Message = Record<string, unknown>;

export function valueAt(message: unknown, path: string): unknown {
  let value: unknown = message;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Message)[key];
  }
  return value;
}

/** A copy with one field set; objects on the way are made where they are missing. */
export function withValueAt(message: object, path: string, value: unknown): Message {
  const [key = '', ...rest] = path.split('.');
  const copy: Message = { ...message };
  const inner = Object.hasOwn(copy, key) ? copy[key] : undefined;
  const next =
    rest.length === 0
      ? value
      : withValueAt(typeof inner === 'object' && inner !== null ? inner : {}, rest.join('.'), value);
  // Not by assignment: a key like '__proto__' must stay a plain field.
  Object.defineProperty(copy, key, { value: next, enumerable: true, writable: true, configurable: true });
  return copy;
}

/** For the log; what is no text and no number has no place there. */
export function textAt(message: unknown, path: string): string {
  const value = valueAt(message, path);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
