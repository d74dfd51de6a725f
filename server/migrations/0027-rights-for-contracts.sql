-- The roles that came with the installation look at contracts from now on, as they do in a new one (seed/defaults.ts): what is seeded
-- once is not seeded again. In a new installation there are none yet.
update staff.roles
set rights = rights || array['contracts-read']
where role in ('officer', 'approver', 'auditor')
  and not 'contracts-read' = any(rights);

update staff.roles
set rights = rights || array['evidence-export']
where role = 'auditor'
  and not 'evidence-export' = any(rights);
