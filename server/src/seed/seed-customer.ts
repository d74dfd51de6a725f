import { birthOf, sexOf, type CustomerId, type Instant } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { bindCard, openAccount } from '../customer/account/index.ts';
import { setPassword } from '../customer/credentials/index.ts';
import { tellEcif } from '../customer/ecif/index.ts';
import { findCustomerByMobile, registerCustomer } from '../customer/identity/index.ts';
import type { PasswordHasher } from '../platform/crypto/passwords.ts';
import type { Vault } from '../platform/crypto/vault.ts';
import type { Db } from '../platform/db/connect.ts';

/** A made-up person with an account, for sandboxes and tests. */
export type SeedPerson = {
  name: string;
  idNumber: string;
  mobile: string;
  loginPassword: string;
  transactionPassword: string;
  accountNo: string;
  /** Bound to the account. */
  cardNo: string;
};

/** Until customers register themselves: the person as the bank would know them. Who is there already stays. */
export async function seedCustomer(
  { db, vault, hasher }: { db: Db; vault: Vault; hasher: PasswordHasher },
  person: SeedPerson,
  now: Instant,
): Promise<CustomerId> {
  const known = await findCustomerByMobile(db, vault, person.mobile);
  if (known) return known;
  const id = uuid() as CustomerId;
  const [login, transaction] = await Promise.all([
    hasher.hash(person.loginPassword),
    hasher.hash(person.transactionPassword),
  ]);
  await db.transaction().execute(async (tx) => {
    const { name, idNumber, mobile } = person;
    await registerCustomer(tx, vault, { id, name, idNumber, mobile }, now);
    await setPassword(tx, id, 'login', login);
    await setPassword(tx, id, 'transaction', transaction);
    await openAccount(tx, vault, id, person.accountNo, now);
    await bindCard(tx, vault, id, { cardNo: person.cardNo, mobile, bankName: '中国工商银行' }, now);
    const values = { name, idNumber, mobile, sex: sexOf(idNumber), birthDate: birthOf(idNumber), nationality: 'CHN' };
    await tellEcif(tx, vault, { customerId: id, by: 'bank', occasion: 'seed', values }, now);
  });
  return id;
}
