import assert from 'node:assert/strict';
import type { Instant } from '@miaodai/values';
import { settings } from '../../server/src/seed/defaults.ts';
import { untouched } from '../kit/untouched.ts';
import { ask, operationsOfStaff, type Desk, type Desks } from './console-desks.ts';
import { answerIn, assertProblem, send } from './visitor.ts';

const look = ask('readStaffSession');
const everything = async (desk: Desk, code: 'session-expired' | 'not-signed-in', cookie = desk.cookie) => {
  for (const [name] of operationsOfStaff)
    assertProblem(await desk.send({ ...ask(name), headers: { cookie } }), code, name);
};

/** Rights, branch and employment are asked for anew with every request. */
export async function changesAtOnce({ world: { db }, of, colleague, daqing, url, clock }: Desks): Promise<void> {
  const change = (desk: Desk, set: { roles?: string[]; branch_code?: string; left_at?: Instant }) =>
    db.updateTable('staff.members').set(set).where('login_name', '=', desk.clerk.member.loginName).execute();
  const { auditor } = of;
  answerIn(await auditor.send(ask('listWork')));
  await change(auditor, { roles: ['risk-editor'] });
  assertProblem(await auditor.send(ask('listWork')), 'right-missing');
  answerIn(await auditor.send(ask('listModels')));
  await change(auditor, { roles: [] });
  assertProblem(await auditor.send(ask('listModels')), 'right-missing');
  await change(auditor, { roles: ['auditor'] });

  const [review] = await db.selectFrom('review.reviews').select('application_id').limit(1).execute();
  const params = { applicationId: review?.application_id ?? '' };
  assertProblem(await daqing.send(ask('readReview', params)), 'not-found');
  await change(daqing, { branch_code: 'BJ01' });
  answerIn(await daqing.send(ask('readReview', params)));
  await change(daqing, { branch_code: 'DQ01' });
  assertProblem(await daqing.send(ask('readReview', params)), 'not-found');

  answerIn(await colleague.send(look));
  await change(colleague, { left_at: clock.now() });
  await untouched(db, 'who has left', () => everything(colleague, 'session-expired'));
  const { loginName, password } = colleague.clerk.member;
  const signIn = { method: 'POST', path: '/api/console/sessions', body: { loginName, password } };
  assertProblem(await send(url, signIn), 'wrong-staff-credentials');
}

export async function sessionsEnd({ of, clock, world: { db } }: Desks): Promise<void> {
  const { officer, approver, 'risk-editor': editor } = of;
  await db.deleteFrom('platform.rate_limits').execute();
  // Of a browser that signs in again the session before is over, also for whoever kept its cookie.
  const { cookie: before } = approver;
  await approver.clerk.signIn();
  assertProblem(await approver.send({ ...look, headers: { cookie: before } }), 'session-expired');
  const { cookie: kept } = approver;
  answerIn(await approver.send(ask('signOutStaff')));
  await everything(approver, 'session-expired', kept);

  const idle = settings.staffSessionIdleSeconds;
  for (const seconds of [1, idle - 30, idle - 30]) {
    clock.move(seconds);
    answerIn(await officer.send(look));
  }
  clock.move(idle + 1);
  await untouched(db, 'a session that nobody has used for too long', () => everything(officer, 'session-expired'));

  await editor.clerk.signIn();
  const steps = Math.floor(settings.staffSessionMaxSeconds / 600) - 1;
  for (let i = 0; i < steps; i += 1) {
    clock.move(600);
    answerIn(await editor.send(look));
  }
  clock.move(601);
  await everything(editor, 'session-expired');
}

const SHAPES: Readonly<Record<string, RegExp>> = { kind: /^[a-z:-]{1,64}$/, version: /^\d{4}-\d{1,6}$/ };

/** Of every write that was answered under a key there is one act, and nothing in an act but names, ids and outcomes. */
export async function actsAddUp({ world: { db } }: Desks): Promise<void> {
  const acts = await db.selectFrom('staff.acts').select(['operation', 'subject', 'outcome', 'staff_id']).execute();
  const writes = new Set<string>(operationsOfStaff.filter(([, { kind }]) => kind === 'write').map(([name]) => name));
  const audited = operationsOfStaff.filter(([, { audited: kept }]) => kept).map(([name]) => name);
  const known = new Set<string>([...writes, ...audited, 'signInStaff']);
  for (const { operation, subject, outcome } of acts) {
    assert.ok(known.has(operation), operation);
    assert.match(outcome, /^[a-z-]{4,32}$/);
    for (const [name, value] of Object.entries(subject as Record<string, string>)) {
      assert.match(name, /^([a-zA-Z]+Id|kind|version)$/);
      assert.match(value, SHAPES[name] ?? /^[0-9a-f-]{36}$/i);
    }
  }
  // These two ask for one of two rights, which they do after the door: under a key.
  const late = ['startBackTest', 'cancelBackTest'];
  const atTheDoor = (act: (typeof acts)[number]) => act.outcome === 'right-missing' && !late.includes(act.operation);
  const kept = acts.filter((act) => writes.has(act.operation) && !atTheDoor(act)).length;
  const staff = db.selectFrom('staff.members').select('staff_id');
  const keys = await db.selectFrom('platform.idempotency_keys').select('key').where('owner', 'in', staff).execute();
  assert.ok(keys.length > 150, String(keys.length));
  assert.equal(kept, keys.length);
}
