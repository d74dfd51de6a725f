/** The staff's door: every operation of the console. */
import { consoleOperations, type ConsoleOperations } from '@miaodai/http-api';
import type { FastifyInstance } from 'fastify';
import { openDoor, type Handlers } from '../door.ts';
import { consoleDoor, type StaffCaller } from './caller.ts';
import { contractRoutes } from './contracts.routes.ts';
import { correctionRoutes } from './corrections.routes.ts';
import { earlyRepaymentRoutes } from './early-repayments.routes.ts';
import { dayEndRoutes } from './day-end.routes.ts';
import { discountRoutes } from './discounts.routes.ts';
import { employerRoutes } from './employers.routes.ts';
import { loanRoutes } from './loans.routes.ts';
import { modelRoutes } from './models.routes.ts';
import type { Needs } from './needs.ts';
import { reviewRoutes } from './reviews.routes.ts';
import { staffSessionRoutes } from './session.routes.ts';
import { textRoutes } from './texts.routes.ts';
import { workRoutes } from './work.routes.ts';

export function openConsoleDoor(app: FastifyInstance, needs: Needs): void {
  const handlers: Handlers<ConsoleOperations, StaffCaller> = {
    ...staffSessionRoutes(needs),
    ...workRoutes(needs),
    ...reviewRoutes(needs),
    ...earlyRepaymentRoutes(needs),
    ...modelRoutes(needs),
    ...employerRoutes(needs),
    ...textRoutes(needs),
    ...contractRoutes(needs),
    ...dayEndRoutes(needs),
    ...loanRoutes(needs),
    ...correctionRoutes(needs),
    ...discountRoutes(needs),
  };
  openDoor(app, consoleOperations, handlers, needs, consoleDoor);
}
