import { loginPasswordError } from '@miaodai/http-api/passwords';
import { today } from '../../bank/calendar/index.ts';
import { readText } from '../../bank/content/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import type { Db } from '../../platform/db/connect.ts';

/** What keeps a password from being a login password: its form, the length that the bank sets, the bank's list of common ones. */
export async function weakLoginPassword(db: Db, password: string, mobile: string): Promise<string | undefined> {
  const on = await today(db);
  const [settings, common] = await Promise.all([readSettings(db, on), readText(db, 'common-passwords', on)]);
  const words = loginPasswordError(password, mobile, settings.loginPasswordMinLength);
  if (words !== undefined) return words;
  const isCommon = common.paragraphs.some((line) => line.toLowerCase().split(/\s+/).includes(password.toLowerCase()));
  return isCommon ? '这个密码太常见，容易被猜到，请更换' : undefined;
}
