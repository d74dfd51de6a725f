/** Rows that housekeeping deletes in one statement, and so in one commit: nobody else waits long for their locks. */
const CHUNK = 1_000;

/** Runs a bounded statement until it finds less than it may take. @returns how many rows in all. */
export async function someAtATime(chunk: (limit: number) => Promise<number>): Promise<number> {
  let all = 0;
  for (;;) {
    const some = await chunk(CHUNK);
    all += some;
    if (some < CHUNK) return all;
  }
}
