/** Small things kept in the browser. Where storage is forbidden they last as long as the page. */
const memory = new Map<string, string>();

export const keep = (name: string, value: string | undefined): void => {
  try {
    if (value === undefined) localStorage.removeItem(`miaodai.${name}`);
    else localStorage.setItem(`miaodai.${name}`, value);
  } catch {
    if (value === undefined) memory.delete(name);
    else memory.set(name, value);
  }
};

export const kept = (name: string): string | undefined => {
  try {
    return localStorage.getItem(`miaodai.${name}`) ?? undefined;
  } catch {
    return memory.get(name);
  }
};
