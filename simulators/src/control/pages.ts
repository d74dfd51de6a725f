import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { readFaults } from './api.ts';
import type { World } from './control-world.ts';
import { createDeposit, depositInput } from './deposits.ts';
import { PAGE_HEADERS } from './layout.ts';
import { smsPage } from './sms-page.ts';
import { testersPage } from './testers-page.ts';

/** The pages for people, and where their forms go. Forms work without scripts. */
export function addPages(app: FastifyInstance, world: World): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(body))));
  });
  app.get('/', async (_request, reply) => reply.headers(PAGE_HEADERS).send(await testersPage(world)));
  app.get<{ Querystring: { mobile?: string } }>('/sms', async (request, reply) => {
    const mobile = z
      .string()
      .regex(/^\d{1,11}$/)
      .safeParse(request.query.mobile);
    return reply.headers(PAGE_HEADERS).send(await smsPage(world, mobile.data));
  });
  app.post('/forms/faults', (request, reply) =>
    orObject(world, reply, async () => {
      const lines = readFaults(faultOfForm(request.body), world.services);
      await world.script.replace([...world.script.lines(), ...lines]);
    }),
  );
  app.post('/forms/clear-faults', (_request, reply) => orObject(world, reply, () => world.script.replace([])));
  app.post('/forms/deposits', (request, reply) =>
    orObject(world, reply, async () => {
      await createDeposit(world.db, depositOfForm(request.body));
    }),
  );
  app.post('/forms/clock', (request, reply) =>
    orObject(world, reply, async () => {
      const { day, clear } = z.object({ day: z.string(), clear: z.string().optional() }).parse(request.body);
      await world.clock.set(clear ? null : z.iso.date().parse(day));
    }),
  );
}

const depositForm = z.object({
  ...{ depositNo: z.string(), accountNo: z.string(), openedOn: z.string(), maturesOn: z.string(), loanNo: z.string() },
  ...{ yuan: z.coerce.number(), percent: z.coerce.number() },
});

function depositOfForm(body: unknown) {
  const { depositNo, accountNo, yuan, percent, openedOn, maturesOn, loanNo } = depositForm.parse(body);
  return depositInput.parse({
    ...{ depositNo: depositNo.trim(), accountNo: accountNo.trim(), openedOn, maturesOn },
    ...{ principalFen: Math.round(yuan * 100), annualRatePpm: Math.round(percent * 10_000) },
    pledgedForLoanNo: loanNo.trim() === '' ? null : loanNo.trim(),
  });
}

const faultForm = z.object({
  operation: z.string().regex(/^[a-z-]+\/[a-z-]+$|^[a-z-]+\/\*$/),
  kind: z.string(),
  parameters: z.string().default(''),
  times: z.coerce.number(),
  field: z.string().default(''),
  value: z.string().default(''),
});

function faultOfForm(body: unknown): object {
  const { operation: chosen, kind, parameters, times, field, value } = faultForm.parse(body);
  const [system, operation] = chosen.split('/');
  const given: unknown = parameters.trim() === '' ? {} : JSON.parse(parameters);
  const match = field.trim() === '' ? {} : { [field.trim()]: value };
  return { system, operation, times, match, fault: { ...(given as object), kind } };
}

/** Back to the page; what cannot be done is said on it, with the wrong input named. */
async function orObject(world: World, reply: FastifyReply, work: () => Promise<void>): Promise<FastifyReply> {
  try {
    await work();
    return await reply.redirect('/', 303);
  } catch (error) {
    const text = error instanceof Error ? error.message : '未知错误';
    return reply
      .code(400)
      .headers(PAGE_HEADERS)
      .send(await testersPage(world, text));
  }
}
