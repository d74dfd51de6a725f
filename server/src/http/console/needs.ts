import type { TimeStampAuthority } from '../../integrations/time-stamp/port.ts';
import type { VirusScanner } from '../../integrations/virus-scan/port.ts';
import type { PasswordHasher } from '../../platform/crypto/passwords.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { Pades } from '../../platform/pades/index.ts';
import type { Typesetter } from '../../platform/typeset/index.ts';
import type { DoorNeeds } from '../door.ts';

/** What the console's operations work with. */
export type Needs = DoorNeeds & {
  hasher: PasswordHasher;
  jobs: Jobs;
  pades: Pades;
  timeStampAuthority: TimeStampAuthority;
  trustedRoots: readonly Buffer[];
  typesetter: Typesetter;
  virusScanner: VirusScanner;
};
