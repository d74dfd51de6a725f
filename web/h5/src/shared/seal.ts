/** The encryption comes with the first password, not with the page. */
export async function sealPassword(digits: string): Promise<string> {
  const { sealPassword: seal } = await import('./seal-password.ts');
  return seal(digits);
}
