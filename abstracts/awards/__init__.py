"""Awards: cycles, applications, eligibility, offers, payment."""
