import { refuse, type CustomerId, type Result } from '@miaodai/values';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { findSession, type LiveSession } from '../customer/identity/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/db/connect.ts';

/** From where a request comes: kept with consents and sessions. */
export type From = { channel: string; device: string; ip: string };
/** Who asks, as far as the door knows. */
export type Caller = { customerId: CustomerId; from: From; session: LiveSession };

export const SESSION_COOKIE = 'miaodai_session';

export function setSessionCookie(reply: FastifyReply, token: string, secure: boolean): void {
  reply.setCookie(SESSION_COOKIE, token, { httpOnly: true, sameSite: 'lax', path: '/', secure });
}

export const clearSessionCookie = (reply: FastifyReply): void => void reply.clearCookie(SESSION_COOKIE, { path: '/' });

/** Tells a browser that a customer has proven to be theirs from one that is new: kept for a year. */
const DEVICE_COOKIE = 'miaodai_device';
const DEVICE_SECONDS = 365 * 86_400;

/** What the browser says that it is: only a token in the form of ours counts. */
export function deviceTokenOf(request: FastifyRequest): string | undefined {
  const token = request.cookies[DEVICE_COOKIE];
  return token !== undefined && /^[\w-]{43}$/.test(token) ? token : undefined;
}

export function setDeviceCookie(reply: FastifyReply, token: string, secure: boolean): void {
  const options = { httpOnly: true, sameSite: 'lax', path: '/api/customer', maxAge: DEVICE_SECONDS, secure } as const;
  reply.setCookie(DEVICE_COOKIE, token, options);
}

/** Only what is needed to tell devices apart; a browser's whole name is cut to a bounded length. */
export const fromOf = (request: FastifyRequest): From => ({
  channel: 'direct-bank',
  device: (request.headers['user-agent'] ?? 'unknown').slice(0, 200),
  ip: request.ip,
});

export async function callerOf(
  { db, clock }: { db: Db; clock: Clock },
  request: FastifyRequest,
): Promise<Result<Caller, 'not-signed-in' | 'session-expired'>> {
  const token = request.cookies[SESSION_COOKIE];
  if (!token || token.length > 100) return refuse('not-signed-in');
  const session = await findSession(db, token, clock.now());
  if (session === 'none') return refuse('not-signed-in');
  if (session === 'expired') return refuse('session-expired');
  return { ok: true, value: { customerId: session.customerId, from: fromOf(request), session } };
}

/**
 * A browser says from which site a request comes; a write from another site is refused. Programs that are no browsers say nothing,
 * and have no cookie that somebody could make them send.
 */
export function isCrossSite(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin, host } = request.headers;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
