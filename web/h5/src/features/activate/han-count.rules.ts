/** How many Chinese characters a text has: what counts in an address (ACC-3). */
export const hanCount = (text: string): number => text.match(/\p{Script=Han}/gu)?.length ?? 0;
