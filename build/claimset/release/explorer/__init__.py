"""The explorer of a release: one page that shows its claims, voices and origins, and needs no server and no network."""

from claimset.release.explorer.page import write_explorer

__all__ = ["write_explorer"]
