declare const idBrand: unique symbol;
/** An id says what it names: a ContractId can't be passed where a LoanId is asked for. */
export type Id<Name extends string> = string & { readonly [idBrand]: Name };
export type CustomerId = Id<'customer'>;
export type StaffId = Id<'staff'>;
export type SessionId = Id<'session'>;
export type ApplicationId = Id<'application'>;
export type DecisionId = Id<'decision'>;
export type ContractId = Id<'contract'>;
export type DisbursementId = Id<'disbursement'>;
export type LoanId = Id<'loan'>;
