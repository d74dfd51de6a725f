import type { ContractId } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';

type SignedFile = { content: Buffer };

/** Until lending/signing keeps signed files there is none to send. */
export const signedFileOf = async (
  _tx: Tx | Db,
  _vault: Vault,
  _contractId: ContractId,
): Promise<SignedFile | undefined> => undefined;
