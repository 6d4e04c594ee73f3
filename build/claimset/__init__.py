"""claimset builds a described, checked and versioned dataset of claims from curated CSV tables."""
