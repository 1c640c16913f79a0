"""Setting prices up: extras, codes, countries, partners, rules, refunds, and what is missing."""
