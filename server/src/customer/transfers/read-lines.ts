import type { BusinessDate } from '@miaodai/values';
import type { CardNetwork, SettlementLine } from '../../integrations/card-network/port.ts';
import type { CoreBanking, JournalLine } from '../../integrations/core-banking/port.ts';
import { done, unknown, type Outcome } from '../../integrations/outcome.ts';
import type { Line, System } from './compare.rules.ts';

export type Journals = { coreBanking: Pick<CoreBanking, 'journal'>; cardNetwork: Pick<CardNetwork, 'settlements'> };
type Take = (lines: Line[]) => Promise<void>;

const CHUNK = 500;
/** Half a million lines: whoever shows more shows no day of ours. */
const MOST_PAGES = 1_000;

/** All that a system has booked under our numbers on a day, some at a time. @returns how many; unknown where it was not all of it. */
export async function readLines(
  { coreBanking, cardNetwork }: Journals,
  system: System,
  on: BusinessDate,
  take: Take,
): Promise<Outcome<number>> {
  if (system === 'card-network') return readSettlements(cardNetwork, on, take);
  const journal = await coreBanking.journal(on);
  if (journal.is !== 'done') return journal;
  for (let at = 0; at < journal.value.length; at += CHUNK) await take(journal.value.slice(at, at + CHUNK).map(ofCore));
  return done(journal.value.length);
}

async function readSettlements(
  network: Journals['cardNetwork'],
  on: BusinessDate,
  take: Take,
): Promise<Outcome<number>> {
  let lines = 0;
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const found = await network.settlements(on, page);
    if (found.is !== 'done') return found;
    await take(found.value.lines.map(ofNetwork));
    lines += found.value.lines.length;
    if (page < found.value.pages) continue;
    return lines === found.value.total ? done(lines) : unknown('the settlements changed while they were read');
  }
  return unknown('more settlements than a day can have');
}

const ofCore = ({ requestNo, coreSerialNo, bookedOn, amountFen, fromAccountNo, toAccountNo }: JournalLine): Line => ({
  ...{ requestNo, serialNo: coreSerialNo, bookedOn, amountFen, from: fromAccountNo, to: toAccountNo },
});

const ofNetwork = ({ requestNo, networkSerialNo, settledOn, amountFen, cardNo, operation }: SettlementLine): Line => ({
  ...{ requestNo, serialNo: networkSerialNo, bookedOn: settledOn, amountFen },
  ...(operation === 'debit' ? { from: cardNo, to: '' } : { from: '', to: cardNo }),
});
