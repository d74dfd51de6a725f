import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { findAccount } from '../core-banking/accounts.ts';
import { scriptedFault, type ScriptedFault } from '../faults.ts';
import type { Service } from '../service.ts';
import { listMessages } from '../sms-gateway.ts';
import { addCards } from './cards.ts';
import { addCertificates } from './certificates.ts';
import { addDeposits } from './deposits.ts';
import type { World } from './control-world.ts';
import { badRequest, notFound, oneOrMore, read } from './input.ts';
import { addMails } from './mail-page.ts';
import {
  accountChange,
  accountInput,
  changeAccount,
  citizenInput,
  countWorld,
  createAccount,
  employeeInput,
  listBureauQueries,
  listCalls,
  listTransfers,
  putCitizen,
  putEmployee,
  resetWorld,
} from './world.ts';

/** The contract is docs/integrations/simulators.md. */
export function addControlApi(app: FastifyInstance, world: World): void {
  addFaults(app, world);
  addWorldBuilding(app, world);
  addLooks(app, world);
  addCards(app, world);
  addDeposits(app, world);
  addCertificates(app, world);
  addMails(app, world);
}

function addFaults(app: FastifyInstance, { script, services }: World): void {
  app.get('/faults', async () => script.lines());
  app.put('/faults', async (request) => {
    await script.replace(readFaults(request.body, services));
    return script.lines();
  });
  app.post('/faults', async (request) => {
    await script.replace([...script.lines(), ...readFaults(request.body, services)]);
    return script.lines();
  });
  app.delete('/faults', async () => {
    await script.replace([]);
    return [];
  });
}

/** One line or a list; a line that could never apply is refused, because a test that leans on it would prove nothing. */
export function readFaults(body: unknown, services: readonly Service[]): ScriptedFault[] {
  const lines = read(oneOrMore(scriptedFault), body);
  for (const line of lines) {
    const objection = objectionTo(line, services);
    if (objection) throw badRequest(objection);
  }
  return lines;
}

const JOURNALS: readonly string[] = ['journal', 'journal-file', 'settlements', 'batch-debit'];
const PARKED: readonly string[] = [
  ...['transfer', 'batch-debit-item', 'acct-open', 'acct-activate', 'acct-state'],
  ...['deposit-release', 'deposit-redeem', 'deposit-pledge', 'collect', 'pay'],
];
/** Parts of a message, and files: what is not an operation of its own, and which faults it knows. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  'journal-file': ['refuse', 'duplicate-line', 'extra-line', 'missing-line'],
  'batch-debit-item': [
    ...['refuse', 'processing', 'absent-then-appears', 'duplicate-accept', 'success-code-with-failure-text'],
    ...['other-amount', 'other-currency', 'other-account', 'other-number', 'answer-with'],
  ],
};
export const PART_NAMES = Object.keys(PARTS);
const OPERATIONS_OF: Readonly<Record<string, readonly string[]>> = {
  processing: PARKED,
  'absent-then-appears': PARKED,
  'duplicate-accept': ['transfer', 'batch-debit-item', 'collect', 'pay'],
  'half-applied': ['batch-debit'],
  'duplicate-line': JOURNALS,
  'extra-line': JOURNALS,
  'missing-line': JOURNALS,
};

function objectionTo({ system, operation, fault }: ScriptedFault, services: readonly Service[]): string | undefined {
  const service = services.find((candidate) => candidate.system === system);
  const known = system === 'core-banking' ? PARTS[operation] : undefined;
  if (operation !== '*' && !known && !service?.operations.some((op) => op.name === operation)) {
    return `${system} has no operation ${operation}`;
  }
  if (known && !known.includes(fault.kind)) return `${operation} knows only ${known.join(', ')}`;
  const only = OPERATIONS_OF[fault.kind];
  if (only && !only.includes(operation)) {
    return `${fault.kind} is for core-banking and card-network ${only.join(' and ')}`;
  }
  const field = { 'other-amount': 'amount', 'other-currency': 'currency', 'other-account': 'account' }[
    fault.kind as string
  ];
  return field && !service?.dialect[field as 'amount'] ? `answers of ${system} have no ${field}` : undefined;
}

function addWorldBuilding(app: FastifyInstance, { db, clock, script, log }: World): void {
  app.post('/reset', async () => {
    await log.settled();
    await resetWorld(db);
    await script.replace([]);
    await clock.set(null);
    return { reset: true };
  });
  app.put('/clock', async (request) => {
    await clock.set(read(z.strictObject({ day: z.iso.date().nullable() }), request.body).day);
    return { day: clock.today(), overridden: clock.overridden() };
  });
  app.post('/accounts', async (request) => {
    const accounts = read(oneOrMore(accountInput), request.body);
    const created: string[] = [];
    for (const account of accounts) if (await createAccount(db, account)) created.push(account.accountNo);
    return { created };
  });
  app.put<{ Params: { accountNo: string } }>('/accounts/:accountNo', async (request) => {
    const changed = await changeAccount(db, request.params.accountNo, read(accountChange, request.body));
    if (!changed) throw notFound('no such account');
    return { accountNo: request.params.accountNo, ...changed };
  });
  app.post('/employees', async (request) => {
    const employees = read(oneOrMore(employeeInput), request.body);
    for (const employee of employees) {
      if (!(await putEmployee(db, employee))) throw badRequest(`no employer ${employee.employerCode}`);
    }
    return { put: employees.length };
  });
  app.post('/citizens', async (request) => {
    const citizens = read(oneOrMore(citizenInput), request.body);
    for (const citizen of citizens) await putCitizen(db, citizen);
    return { put: citizens.length };
  });
}

function addLooks(app: FastifyInstance, { db, clock, script, log, urls }: World): void {
  app.get('/state', async () => {
    await log.settled();
    return {
      day: clock.today(),
      systems: urls,
      faults: script.lines(),
      ...(await countWorld(db)),
      transfers: await listTransfers(db),
    };
  });
  app.get<{ Querystring: { requestNo?: string } }>('/transfers', (request) =>
    listTransfers(db, request.query.requestNo),
  );
  app.get<{ Params: { accountNo: string } }>('/accounts/:accountNo', async (request) => {
    const account = await findAccount(db.query, request.params.accountNo);
    if (!account) throw notFound('no such account');
    return account;
  });
  app.get('/employers', () =>
    db.query(
      `select code, name, whitelisted_from::text as "whitelistedFrom", whitelisted_to::text as "whitelistedTo"
       from sim_hr.employers
       order by code`,
    ),
  );
  app.get<{ Querystring: { number?: string } }>('/calls', async (request) => {
    await log.settled();
    return listCalls(db, request.query.number, 500);
  });
  app.get<{ Querystring: { idNumber?: string } }>('/bureau-queries', (request) =>
    listBureauQueries(db, request.query.idNumber),
  );
  app.get<{ Querystring: { mobile?: string } }>('/sms/messages', async (request) => {
    const messages = await listMessages(db, request.query.mobile);
    return messages.map(({ msgId, phone, content, acceptedAt }) => ({
      messageNo: msgId,
      mobile: phone,
      text: content,
      acceptedAt,
    }));
  });
}
