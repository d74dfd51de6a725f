import { fen, type BusinessDate, type Fen } from '@miaodai/values';

/** What counts of a decision when it is held against another. */
export type Answer = { approved: boolean; limitFen: number; annualRatePpm: number; reasons: string[] };
export type Pair = { applicationId: string; decidedOn: BusinessDate; productCode: string; before: Answer; now: Answer };

export type Tally = {
  decisions: number;
  same: number;
  left: number;
  failed: number;
  approvedBefore: number;
  approvedNow: number;
  newlyApproved: number;
  newlyDeclined: number;
  limitChanged: number;
  rateChanged: number;
  limitBeforeFen: Fen;
  limitNowFen: Fen;
  distribution: { fromPpm: number | null; toPpm: number | null; count: number }[];
  changed: Pair[];
};

/** Shares of the old limit by which it changes, as the picture shows them; 0 itself is no change. */
const STEPS_PPM = [null, -500_000, -200_000, -50_000, 0, 50_000, 200_000, 500_000, null] as const;
/** As many as a page can show; the figures count all. */
const MOST_SHOWN = 1_000;

export const emptyTally = (): Tally => ({
  ...{ decisions: 0, same: 0, left: 0, failed: 0, approvedBefore: 0, approvedNow: 0 },
  ...{ newlyApproved: 0, newlyDeclined: 0, limitChanged: 0, rateChanged: 0 },
  ...{ limitBeforeFen: fen(0), limitNowFen: fen(0), changed: [] },
  distribution: STEPS_PPM.slice(1).map((toPpm, i) => ({ fromPpm: STEPS_PPM[i] ?? null, toPpm, count: 0 })),
});

/** Adds one decision and what it would be now. */
export function count(tally: Tally, pair: Pair): void {
  const { before, now } = pair;
  tally.decisions += 1;
  tally.approvedBefore += Number(before.approved);
  tally.approvedNow += Number(now.approved);
  tally.newlyApproved += Number(!before.approved && now.approved);
  tally.newlyDeclined += Number(before.approved && !now.approved);
  tally.limitBeforeFen = fen(tally.limitBeforeFen + before.limitFen);
  tally.limitNowFen = fen(tally.limitNowFen + now.limitFen);
  const limitChanged = before.limitFen !== now.limitFen;
  const rateChanged = before.annualRatePpm !== now.annualRatePpm;
  const otherReasons = before.reasons.join() !== now.reasons.join();
  tally.limitChanged += Number(limitChanged);
  tally.rateChanged += Number(rateChanged);
  // Who was declined and now is not has no old limit that a share could be taken of.
  if (limitChanged && before.limitFen > 0) {
    const ppm = Math.round(((now.limitFen - before.limitFen) / before.limitFen) * 1_000_000);
    const bucket = tally.distribution.find(({ toPpm }) => toPpm === null || (ppm < 0 ? ppm < toPpm : ppm <= toPpm));
    if (bucket) bucket.count += 1;
  }
  if (limitChanged || rateChanged || otherReasons || before.approved !== now.approved) tally.changed.push(pair);
  else tally.same += 1;
}

/** With what is shown of the changed ones: the greatest change first. */
export const finished = (tally: Tally): Tally => ({
  ...tally,
  changed: tally.changed
    .toSorted((a, b) => changeOf(b) - changeOf(a) || (a.applicationId < b.applicationId ? -1 : 1))
    .slice(0, MOST_SHOWN),
});

const changeOf = ({ before, now }: Pair): number => Math.abs(now.limitFen - before.limitFen);
