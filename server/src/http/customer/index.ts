/** The customer's door: every operation of the H5 and of whoever speaks its API. */
import { customerOperations, type CustomerOperations } from '@miaodai/http-api';
import type { FastifyInstance } from 'fastify';
import { callerOf, setSessionCookie, type Caller } from '../caller.ts';
import { openDoor, type Handlers } from '../door.ts';
import type { Door } from '../handlers.ts';
import { accountRoutes } from './account.routes.ts';
import { accountCareRoutes } from './account-care.routes.ts';
import { applicationRoutes } from './application.routes.ts';
import { calculatorRoutes } from './calculators.routes.ts';
import { contractRoutes } from './contract.routes.ts';
import { copyRoutes } from './copies.routes.ts';
import { credentialRoutes } from './credentials.routes.ts';
import { depositRoutes } from './deposits.routes.ts';
import { documentRoutes } from './documents.routes.ts';
import { faceRoutes } from './face.routes.ts';
import { gateRoutes } from './gates.routes.ts';
import { loanRoutes } from './loan.routes.ts';
import { messageRoutes } from './messages.routes.ts';
import type { Needs } from './needs.ts';
import { paperRoutes } from './papers.routes.ts';
import { privacyRoutes } from './privacy.routes.ts';
import { productRoutes } from './product.routes.ts';
import { registrationRoutes } from './registration.routes.ts';
import { repaymentRoutes } from './repayments.routes.ts';
import { securityRoutes } from './security.routes.ts';
import { sessionRoutes } from './session.routes.ts';
import { transferRoutes } from './transfers.routes.ts';
import { verificationRoutes } from './verification.routes.ts';

export type { Needs } from './needs.ts';

const customersDoor: Door<Caller> = {
  callerOf,
  ownerOf: ({ customerId }) => customerId,
  // What begins and ends sessions sets a token of its own.
  async handOn({ secureCookies }, { session }, reply, operation) {
    const next = await session.prolonged;
    if (next !== undefined && operation?.kind !== 'session') setSessionCookie(reply, next, secureCookies);
  },
};

export function openCustomerDoor(app: FastifyInstance, needs: Needs): void {
  const handlers: Handlers<CustomerOperations> = {
    ...sessionRoutes(needs),
    ...registrationRoutes(needs),
    ...securityRoutes(needs),
    ...productRoutes(needs),
    ...credentialRoutes(needs),
    ...applicationRoutes(needs),
    ...contractRoutes(needs),
    ...loanRoutes(needs),
    ...repaymentRoutes(needs),
    ...transferRoutes(needs),
    ...accountCareRoutes(needs),
    ...privacyRoutes(needs),
    ...accountRoutes(needs),
    ...gateRoutes(needs),
    ...faceRoutes(needs),
    ...depositRoutes(needs),
    ...documentRoutes(needs),
    ...paperRoutes(needs),
    ...messageRoutes(needs),
    ...copyRoutes(needs),
    ...verificationRoutes(needs),
    ...calculatorRoutes(needs),
  };
  openDoor(app, customerOperations, handlers, needs, customersDoor);
}
