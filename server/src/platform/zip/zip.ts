import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';

/** AES with a key of 256 bits: the strongest that 7-Zip, WinZip, Windows 11 and macOS open. */
const AES_256 = 3;

/**
 * One zip of these files, names in UTF-8. With a password every file is encrypted, and their names are not: the format has no way to.
 * Small files only: it is made in memory.
 */
export async function zipOf(
  files: readonly { name: string; content: Uint8Array }[],
  { password }: { password?: string } = {},
): Promise<Uint8Array> {
  const zip = new ZipWriter(new Uint8ArrayWriter(), {
    // Its web workers are a browser's.
    useWebWorkers: false,
    ...(password === undefined ? {} : { password, encryptionStrength: AES_256 }),
  });
  for (const { name, content } of files) await zip.add(name, new Uint8ArrayReader(content));
  return zip.close();
}
