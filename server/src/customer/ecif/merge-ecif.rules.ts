/** The fields of the customer's master record (ECIF). */
const ECIF_FIELDS = [
  'name',
  'idNumber',
  'idIssuer',
  'idValidFrom',
  'idValidTo',
  'sex',
  'nationality',
  'ethnicity',
  'birthDate',
  'idAddress',
  'residenceAddress',
  'mobile',
] as const;
type EcifField = (typeof ECIF_FIELDS)[number];
/** What is known of a customer, or told anew; a field that is missing or '' is empty. */
export type EcifValues = Partial<Record<EcifField, string>>;

/** The ID card's validity, residence address, sex and nationality (国籍) always take the new value (ACC-3). */
const ALWAYS_NEW: ReadonlySet<EcifField> = new Set([
  'idValidFrom',
  'idValidTo',
  'residenceAddress',
  'sex',
  'nationality',
] as const);

/**
 * The record after new values have come: some fields always take the new value, every other one is only filled where it is empty.
 * Nothing is ever emptied.
 */
export function mergeEcif(known: EcifValues, told: EcifValues): { record: EcifValues; changed: EcifField[] } {
  const record: EcifValues = { ...known };
  const changed: EcifField[] = [];
  for (const field of ECIF_FIELDS) {
    const value = told[field]?.trim();
    if (!value || value === known[field]) continue;
    if (known[field] && !ALWAYS_NEW.has(field)) continue;
    record[field] = value;
    changed.push(field);
  }
  return { record, changed };
}
