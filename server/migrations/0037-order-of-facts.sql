-- The order of facts that take effect on the same day: that in which they were recorded. The moments of two may be the same.
alter table servicing.transactions add column seq bigint generated always as identity;
drop index servicing.transactions_of_loan;
create unique index transactions_of_loan on servicing.transactions (loan_id, effective_on, seq);

-- Every repayment writes its loan's row in place.
alter table servicing.loans set (fillfactor = 85);
