/** What the bank looks at between the two agreements: who it is, what they have with us, and where the loan would be paid to. */
export type Finding = { check: 'identity' | 'own-history' | 'account'; passed: boolean };

export type CheckFacts = {
  /** What the citizen registry says of name and ID number. */
  citizenMatches: boolean;
  accountInOrder: boolean;
  /** Declined lately: applying again is too early. */
  mustWait: boolean;
};

export function findingsOf({ citizenMatches, accountInOrder, mustWait }: CheckFacts): Finding[] {
  return [
    { check: 'identity', passed: citizenMatches },
    { check: 'own-history', passed: !mustWait },
    { check: 'account', passed: accountInOrder },
  ];
}
