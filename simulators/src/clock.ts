import type { Db } from './db.ts';

/** The simulators' own day: the calendar day of Shanghai, unless a tester has set another. */
export type Clock = {
  /** 'YYYY-MM-DD' */
  today: () => string;
  set: (day: string | null) => Promise<void>;
  overridden: () => boolean;
};

export async function openClock(db: Db): Promise<Clock> {
  const [row] = await db.query<{ value: string | null }>(`select value from sim_control.settings where name = 'day'`);
  let day: string | null = row?.value ?? null;
  return {
    today: () => day ?? shanghai.format(new Date()).slice(0, 10),
    set: async (wanted) => {
      await db.query(
        `insert into sim_control.settings (name, value) values ('day', $1)
         on conflict (name) do update set value = excluded.value`,
        [JSON.stringify(wanted)],
      );
      day = wanted;
    },
    overridden: () => day !== null,
  };
}

/** '2026-11-23 13:38:00' in Shanghai. */
export const shanghaiText = (at: Date): string => shanghai.format(at);

const shanghai = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
});
