import { fileMasterKey, type MasterKey } from './master-key.ts';
import { tokenMasterKey } from './token-master-key.ts';
import { readMasterKey } from './vault.ts';

const inToken = (where: string): boolean => where.startsWith('pkcs11:');

/** @param where a file of 64 hex digits, or a PKCS#11 URI. */
export const openMasterKey = (where: string): MasterKey =>
  inToken(where) ? tokenMasterKey(where) : fileMasterKey(readMasterKey(where));

/** Where tools find the master key that is in force: by the environment as a server does, else in the sandbox's own file. */
export function masterKeyOf(env: Record<string, string | undefined>, ownFile: string) {
  const where = env['MIAODAI_MASTER_KEY_PKCS11'] ?? env['MIAODAI_MASTER_KEY_FILE'] ?? ownFile;
  const named: Record<string, string> = inToken(where)
    ? { MIAODAI_MASTER_KEY_PKCS11: where }
    : { MIAODAI_MASTER_KEY_FILE: where };
  return { where, named, file: inToken(where) ? undefined : where };
}
