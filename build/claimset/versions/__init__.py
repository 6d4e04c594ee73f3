"""Versions of a dataset compared: what differs, and which number that needs."""
