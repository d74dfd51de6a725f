type DataClass = 'C1' | 'C2' | 'C3';

/**
 * Every sealed column and its class by JR/T 0171-2020, which says what key it is under. C3: what somebody is recognised by (the face,
 * codes sent). C2: who they are, what they own, what was decided about them. C1: what the bank keeps for itself.
 * A test walks the whole database, so that none is forgotten.
 */
const CLASSES: Readonly<Record<string, DataClass>> = {
  'account.accounts.account_no': 'C2',
  'account.cards.card_no': 'C2',
  'account.cards.mobile': 'C2',
  'account.requests.order': 'C2',
  'application.applications.answers': 'C2',
  'application.applications.erp_no': 'C2',
  'contract.contracts.account_no': 'C2',
  'contract.contracts.document': 'C2',
  'contract.contracts.use_of_funds': 'C2',
  'copies.copies.address': 'C2',
  // Opens a file that names its owner.
  'copies.copies.unzip_code': 'C3',
  'decision.decisions.dossier': 'C2',
  'disbursement.disbursements.account_no': 'C2',
  'documents.documents.fields': 'C2',
  'documents.sides.picture': 'C2',
  'documents.sides.portrait': 'C3',
  'documents.sides.reading': 'C2',
  'ecif.fields.value': 'C2',
  // Copies of what stands elsewhere under C2; of pictures hashes only.
  'evidence.items.content': 'C2',
  // What somebody is recognised by.
  'face.enrolments.image': 'C3',
  'face.evidence.image': 'C3',
  'identity.customers.id_number': 'C2',
  'identity.customers.mobile': 'C2',
  'identity.customers.name': 'C2',
  'integrations.external_calls.answer': 'C2',
  'messages.messages.mobile': 'C2',
  // Codes are sent by it.
  'messages.messages.text': 'C3',
  'messages.messages.title': 'C2',
  'platform.idempotency_keys.answer': 'C2',
  'repayment.deposit_repayments.deposit_no': 'C2',
  'review.events.note': 'C2',
  'review.papers.name': 'C2',
  // Payslips, certificates, signed contracts.
  'review.pieces.content': 'C2',
  'review.reviews.asked_words': 'C2',
  'servicing.loans.account_no': 'C2',
  'signing.files.content': 'C2',
  'signing.signings.certificate': 'C2',
  'signing.signings.evidence': 'C2',
  // What signs in the customer's name, for as long as it lives.
  'signing.signings.key': 'C3',
  'signing.signings.signatures': 'C2',
  'transfers.transfers.account_no': 'C2',
  'transfers.transfers.card_no': 'C2',
};

/** @param place schema.table.column, without `_cipher`. What nobody has put in a class is held as strictly as anything. */
export const classOf = (place: string): DataClass => CLASSES[place] ?? 'C3';

export const classedPlaces = (): string[] => Object.keys(CLASSES);
