import { fileMasterKey, type MasterKey } from './master-key.ts';
import { tokenMasterKey } from './token-master-key.ts';
import { readMasterKey } from './vault.ts';

/** @param where a file of 64 hex digits, or a PKCS#11 URI. */
export const openMasterKey = (where: string): MasterKey =>
  where.startsWith('pkcs11:') ? tokenMasterKey(where) : fileMasterKey(readMasterKey(where));
