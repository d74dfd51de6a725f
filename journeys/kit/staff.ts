import { client, type Client, type Transport } from '@miaodai/http-api/client';
import type { ConsoleOperations } from '@miaodai/http-api';
import { consoleWire } from '@miaodai/http-api/wire';
import { passwordHasher } from '../../server/src/platform/crypto/passwords.ts';
import { loadVault } from '../../server/src/platform/crypto/open-vault.ts';
import { openMasterKey } from '../../server/src/platform/crypto/open-master-key.ts';
import { movableClock } from '../../server/src/platform/clock.ts';
import { classOf } from '../../server/src/customer/privacy/index.ts';
import { seedStaff, type SeedMember } from '../../server/src/seed/seed-staff.ts';
import { CookieJar } from './cookies.ts';
import { LOGIN_PASSWORD } from './persons.ts';
import type { World } from './world.ts';

const member = (loginName: string, name: string, role: string, level = 0, branchCode = '*'): SeedMember => ({
  ...{ loginName, name, branchCode, roles: [role], level, password: LOGIN_PASSWORD },
});

/** The staff that a sandbox begins with: one for each role, officers at both branches. */
export const demoStaff = {
  officer: member('beijing01', '孙丽', 'officer', 1, 'BJ01'),
  colleague: member('beijing02', '周岩', 'officer', 1, 'BJ01'),
  daqing: member('daqing01', '高峰', 'officer', 1, 'DQ01'),
  manager: member('manager01', '何伟', 'approver', 2),
  chief: member('chief01', '林静', 'approver', 3),
  riskEditor: member('risk01', '马超', 'risk-editor'),
  riskPublisher: member('risk02', '罗敏', 'risk-publisher'),
  editor: member('business01', '梁栋', 'business-editor'),
  publisher: member('business02', '谢芳', 'business-publisher'),
  servicing: member('servicing01', '许静', 'servicing'),
  servicingChecker: member('servicing02', '曹阳', 'servicing-publisher'),
  operator: member('operator01', '程浩', 'operator'),
  auditor: member('audit01', '唐宁', 'auditor'),
} as const satisfies Record<string, SeedMember>;

/** The bank of a test hires its people. */
export async function hire({ db, env }: Pick<World, 'db' | 'env'>, ...members: SeedMember[]): Promise<void> {
  const vault = await loadVault({ db, master: openMasterKey(env['MIAODAI_MASTER_KEY_FILE'] ?? ''), classOf });
  await seedStaff({ db, hasher: passwordHasher(vault.derive('password-pepper')) }, members, movableClock().now());
}

/** A member of staff at the console's API, with a browser's cookies. */
export class Clerk {
  readonly api: Client<ConsoleOperations>;
  readonly member: SeedMember;

  constructor(url: string, who: SeedMember, transport: Transport = new CookieJar().carry()) {
    this.member = who;
    this.api = client<ConsoleOperations>(consoleWire, url, transport);
  }

  signIn(password = this.member.password) {
    return this.api.signInStaff({ body: { loginName: this.member.loginName, password } });
  }
}
