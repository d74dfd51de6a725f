export type TextsSearch = { group?: string; text?: string; under?: string };

/** The list that an address asks for: what it says of others is dropped. */
export function textsSearch(search: Record<string, unknown>): TextsSearch {
  const word = (name: string, shape: RegExp): Record<string, string> => {
    const value = search[name];
    return typeof value === 'string' && shape.test(value) ? { [name]: value } : {};
  };
  return { ...word('group', /^[a-z]{1,16}$/), ...word('text', /^.{1,40}$/), ...word('under', /^[a-z]{1,16}$/) };
}
