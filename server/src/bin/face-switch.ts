/**
 * `npm run -s face-switch -- <purpose> <channel> on|off "<reason>"`: whether a channel asks for a face check for a purpose, from now on
 * (BO-7). Without arguments: what was switched, when, by whom and why. A switch is a row that is added; nothing is overwritten.
 */
import { userInfo } from 'node:os';
import { listFaceSwitches, setFaceSwitch, type FacePurpose } from '../customer/face/index.ts';
import { systemClock } from '../platform/clock.ts';
import { database, pool } from '../platform/db/connect.ts';
import { givenDatabase } from '../platform/db/given-database.ts';

const PURPOSES: readonly string[] = [
  'open-account',
  'apply',
  'reset-password',
  'release-account',
] satisfies FacePurpose[];

const wanted = wantedSwitch();
const { url, stop } = await givenDatabase();
const db = database(pool(url, { max: 1, applicationName: 'miaodai-face-switch' }));
try {
  if (wanted) await setFaceSwitch(db, wanted, systemClock.now());
  for (const { purpose, channel, required, from, setBy, reason } of await listFaceSwitches(db)) {
    console.log(`${from}  ${purpose}  ${channel}  ${required ? 'on' : 'off'}  ${setBy}  ${reason}`);
  }
} finally {
  await db.destroy();
  await stop();
}

function wantedSwitch() {
  const [purpose, channel, state, reason, ...more] = process.argv.slice(2);
  if (purpose === undefined) return undefined;
  const isChannel = channel !== undefined && /^[a-z][a-z-]{1,31}$/.test(channel);
  const isState = state === 'on' || state === 'off';
  if (!PURPOSES.includes(purpose) || !isChannel || !isState || !reason?.trim() || more.length > 0) {
    console.error(`usage: npm run -s face-switch -- ${PURPOSES.join('|')} <channel> on|off "<reason>"`);
    return process.exit(2);
  }
  const setBy = userInfo().username;
  return { purpose: purpose as FacePurpose, channel, required: state === 'on', setBy, reason: reason.trim() };
}
