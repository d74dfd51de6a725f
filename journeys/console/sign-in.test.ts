import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiProblem } from '@miaodai/http-api/client';
import { CookieJar } from '../kit/cookies.ts';
import { Clerk, demoStaff, hire } from '../kit/staff.ts';
import { aWorld, serve } from '../kit/world.ts';

const refused = (code: string) => (error: unknown) => error instanceof ApiProblem && error.problem.code === code;

test('the console knows its people, what they may do, and keeps what they did', async (t) => {
  const world = await aWorld(t);
  const { officer, auditor, riskEditor } = demoStaff;
  await hire(world, officer, auditor, riskEditor);
  const { url } = await serve(t, world);
  const acts = () =>
    world.db
      .selectFrom('staff.acts')
      .select(['login_name', 'operation', 'outcome'])
      .orderBy('at')
      .orderBy('act_id')
      .execute();

  await t.test('who is signed in reads who they are and what they may do', async () => {
    const clerk = new Clerk(url, officer);
    await assert.rejects(clerk.api.readStaffSession({}), refused('not-signed-in'));
    const session = await clerk.signIn();
    assert.equal(session.staff.name, '孙丽');
    assert.equal(session.staff.branchName, '北京分行');
    assert.deepEqual(session.rights, [
      ...['application-review', 'borrower-data', 'contracts-read', 'early-repayments', 'loans-read'],
      ...['offline-contract', 'personal-data', 'work-list'],
    ]);
    assert.equal((await clerk.api.readStaffSession({})).staff.level, 1);
    await clerk.api.signOutStaff({});
    await assert.rejects(clerk.api.readStaffSession({}), refused('not-signed-in'));
    assert.deepEqual(await acts(), [{ login_name: 'beijing01', operation: 'signInStaff', outcome: 'done' }]);
  });

  await t.test('a customer has no business here, nor a clerk at the door of customers', async () => {
    const jar = new CookieJar();
    const clerk = new Clerk(url, officer, jar.carry());
    await clerk.signIn();
    const answer = await jar.carry()(`${url}/api/customer/session`, { method: 'GET' });
    assert.equal(answer.status, 401);
  });

  await t.test('a wrong password, or a name that nobody has, is told in the same words; both are kept', async () => {
    await assert.rejects(new Clerk(url, auditor).signIn('nonsense'), refused('wrong-staff-credentials'));
    const nobody = { ...auditor, loginName: 'nobody' };
    await assert.rejects(new Clerk(url, nobody).signIn(), refused('wrong-staff-credentials'));
    assert.deepEqual((await acts()).slice(-2), [
      { login_name: 'audit01', operation: 'signInStaff', outcome: 'wrong-staff-credentials' },
      { login_name: 'nobody', operation: 'signInStaff', outcome: 'wrong-staff-credentials' },
    ]);
  });

  await t.test('the fifth wrong password locks, for the right one too', async () => {
    for (let i = 0; i < 5; i += 1) {
      await assert.rejects(new Clerk(url, riskEditor).signIn('nonsense'), refused('wrong-staff-credentials'));
    }
    await assert.rejects(new Clerk(url, riskEditor).signIn(), refused('login-locked'));
  });

  await t.test('from another site nobody is signed in', async () => {
    const body = JSON.stringify({ loginName: officer.loginName, password: officer.password });
    const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' };
    const answer = await fetch(`${url}/api/console/sessions`, { method: 'POST', headers, body });
    assert.equal(answer.status, 403);
  });
});
