import type { Operation, Right } from '@miaodai/http-api';
import { refuse, type Result } from '@miaodai/values';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { findStaffSession, recordAct, type StaffSession } from '../../bank/staff/index.ts';
import { fromOf, type From } from '../caller.ts';
import type { Door, DoorNeeds } from '../handlers.ts';

/** A member of staff at the console. */
export type StaffCaller = { session: StaffSession; from: From };

export const STAFF_COOKIE = 'miaodai_staff';
const OPTIONS = { httpOnly: true, sameSite: 'strict', path: '/api/console' } as const;

export const setStaffCookie = (reply: FastifyReply, token: string, secure: boolean): void =>
  void reply.setCookie(STAFF_COOKIE, token, { ...OPTIONS, secure });
export const clearStaffCookie = (reply: FastifyReply): void =>
  void reply.clearCookie(STAFF_COOKIE, { path: OPTIONS.path });

export const consoleDoor: Door<StaffCaller> = {
  callerOf: staffCallerOf,
  ownerOf: ({ session }) => session.staffId,
  may: ({ session }, { right }: Operation) => right === undefined || session.rights.includes(right),
  recordWrite: ({ tx, now }, caller, act) => recordAct(tx, actOf(caller, act), now),
  recordLook: ({ inTx }, caller, act) => inTx(({ tx, now }) => recordAct(tx, actOf(caller, act), now)),
};

const actOf = (
  { session, from }: StaffCaller,
  { operation, params, outcome }: { operation: string; params: Record<string, string>; outcome: string },
) => ({ staffId: session.staffId, loginName: session.loginName, operation, subject: params, outcome, from });

async function staffCallerOf(
  { db, clock }: DoorNeeds,
  request: FastifyRequest,
): Promise<Result<StaffCaller, 'not-signed-in' | 'session-expired'>> {
  const token = request.cookies[STAFF_COOKIE];
  if (!token || token.length > 100) return refuse('not-signed-in');
  const session = await findStaffSession(db, token, clock.now());
  if (session === 'none') return refuse('not-signed-in');
  if (session === 'expired') return refuse('session-expired');
  return { ok: true, value: { session, from: { ...fromOf(request), channel: 'console' } } };
}

/** For what one operation shows more of to some: the right that is asked beside the operation's own. */
export const has = ({ session }: StaffCaller, right: Right): boolean => session.rights.includes(right);
