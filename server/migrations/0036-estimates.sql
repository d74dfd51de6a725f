-- What an installation that is older than the estimate of a limit begins with.
insert into settings.settings (name, effective_from, value)
select added.name, date '2020-01-01', added.value::jsonb
from (values
  ('estimatesPerAddressPerHour', '120'),
  ('estimateAssumptions', '{
    "good": {"ageYears": 38, "maritalStatus": "married", "education": "bachelor", "position": "staff", "housing": "owned-clear",
             "employerGrade": "A", "monthsEmployed": 120, "openLoans": 0, "overdueCount24m": 0, "worstOverdueDays": 0,
             "lenderQueries6m": 0, "score": 800, "untoldDebtPpm": 0},
    "bad": {"ageYears": 28, "maritalStatus": "single", "education": "college", "position": "staff", "housing": "rented",
            "employerGrade": "C", "monthsEmployed": 6, "openLoans": 2, "overdueCount24m": 2, "worstOverdueDays": 15,
            "lenderQueries6m": 6, "score": 500, "untoldDebtPpm": 100000}}')
  ) added (name, value)
where exists (select from settings.settings);
