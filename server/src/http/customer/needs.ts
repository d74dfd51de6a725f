import type { CardNetwork } from '../../integrations/card-network/port.ts';
import type { CustomerId } from '@miaodai/values';
import type { CitizenRegistry } from '../../integrations/citizen-registry/port.ts';
import type { CoreBanking } from '../../integrations/core-banking/port.ts';
import type { FaceCheck } from '../../integrations/face/port.ts';
import type { HrSystem } from '../../integrations/hr-system/port.ts';
import type { IdCardReader } from '../../integrations/ocr/port.ts';
import type { VirusScanner } from '../../integrations/virus-scan/port.ts';
import type { PasswordEnvelope } from '../../platform/crypto/envelope.ts';
import type { PasswordHasher } from '../../platform/crypto/passwords.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { TableFiles } from '../../platform/table-files/index.ts';
import type { Typesetter } from '../../platform/typeset/index.ts';
import type { Pades } from '../../platform/pades/index.ts';
import type { DoorNeeds } from '../door.ts';

/** What the customer's operations work with. */
export type Needs = DoorNeeds & {
  jobs: Jobs;
  hasher: PasswordHasher;
  envelope: PasswordEnvelope;
  coreBanking: CoreBanking;
  cardNetwork: CardNetwork;
  hrSystem: HrSystem;
  citizenRegistry: CitizenRegistry;
  faceCheck: FaceCheck;
  /** The picture on the ID card that the customer has confirmed, where there is one. */
  portraitOf(customerId: CustomerId): Promise<Uint8Array | undefined>;
  idCardReader: IdCardReader;
  virusScanner: VirusScanner;
  /** Sets papers that customers take home, apart from the contracts that are signed. */
  downloads: Typesetter;
  tableFiles: TableFiles;
  pades: Pades;
  trustedRoots: readonly Buffer[];
};
