import { Temporal } from 'temporal-polyfill';
import { businessDate, type BusinessDate } from './business-date.ts';

/** A moment in time as ISO text in UTC, '2026-11-23T05:38:00.123Z': sorts as text, needs no parsing to be stored. */
declare const instantBrand: unique symbol;
export type Instant = string & { readonly [instantBrand]: true };

/** In our very form, and on a day that every month has: sure to be an instant without asking the calendar. */
const PLAIN = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** @throws RangeError where the text is not an instant. */
export const instant = (text: string): Instant =>
  PLAIN.test(text) ? (text as Instant) : canonical(Temporal.Instant.from(text));

/** From milliseconds since 1970, as clocks give them. */
export const instantFromMs = (ms: number): Instant => canonical(Temporal.Instant.fromEpochMilliseconds(Math.trunc(ms)));

export const addSeconds = (at: Instant, seconds: number): Instant =>
  canonical(Temporal.Instant.from(at).add({ seconds }));

export const secondsBetween = (from: Instant, to: Instant): number =>
  (Temporal.Instant.from(to).epochMilliseconds - Temporal.Instant.from(from).epochMilliseconds) / 1000;

/** The calendar day of the bank's home at that moment. The bank's books may still be on another day: see context.today. */
export const dayInShanghai = (at: Instant): BusinessDate =>
  businessDate(Temporal.Instant.from(at).toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toString());

/** '2026-11-23 13:38' in the bank's home, for people. */
export const minuteInShanghai = (at: Instant): string => inShanghai(at, 'minute');

/** '2026-11-23 13:38:10' in the bank's home, where a paper says when. */
export const secondInShanghai = (at: Instant): string => inShanghai(at, 'second');

const inShanghai = (at: Instant, smallestUnit: 'minute' | 'second'): string =>
  Temporal.Instant.from(at)
    .toZonedDateTimeISO('Asia/Shanghai')
    .toPlainDateTime()
    .toString({ smallestUnit })
    .replace('T', ' ');

const canonical = (at: Temporal.Instant): Instant => at.toString({ smallestUnit: 'millisecond' }) as Instant;
