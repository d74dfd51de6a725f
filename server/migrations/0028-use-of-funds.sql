-- The statement of use as it was declared stands in the file that is signed: kept with its contract, not put together anew. Null where it
-- was declared before, where it was signed on paper, or once nothing demands it any more.
alter table contract.contracts add column use_of_funds_cipher bytea;
