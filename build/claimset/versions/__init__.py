"""Versions of a dataset: compared, numbered, published, verified and cited."""
