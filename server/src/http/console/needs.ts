import type { BusinessDate } from '@miaodai/values';
import type { CoreBanking } from '../../integrations/core-banking/port.ts';
import type { TimeStampAuthority } from '../../integrations/time-stamp/port.ts';
import type { VirusScanner } from '../../integrations/virus-scan/port.ts';
import type { PasswordHasher } from '../../platform/crypto/passwords.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { Pades } from '../../platform/pades/index.ts';
import type { Typesetter } from '../../platform/typeset/index.ts';
import type { DoorNeeds } from '../door.ts';

/** What the console's operations work with. */
export type Needs = DoorNeeds & {
  coreBanking: CoreBanking;
  hasher: PasswordHasher;
  jobs: Jobs;
  pades: Pades;
  timeStampAuthority: TimeStampAuthority;
  trustedRoots: readonly Buffer[];
  /** Apart from the one that contracts are set by: a long text that somebody tries holds nobody's signature up. */
  previews: Typesetter;
  virusScanner: VirusScanner;
  /** Where there is one, this is a sandbox whose days may go ahead of the calendar. */
  moveOutside?: ((day: BusinessDate) => Promise<void>) | undefined;
};
