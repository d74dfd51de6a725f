export type ModelsSearch = { productCode?: string; state?: string };

/** The list that an address asks for: what it says of others is dropped. */
export function modelsSearch(search: Record<string, unknown>): ModelsSearch {
  const word = (name: string): Record<string, string> => {
    const value = search[name];
    return typeof value === 'string' && /^[a-z-]{1,32}$/.test(value) ? { [name]: value } : {};
  };
  return { ...word('productCode'), ...word('state') };
}
