"""From what a worker has put down about referrals to a plan in words; see `planning`."""
