"""The rules that a single constraint cannot carry: plain functions in a tuple, one module a subject."""

from claimset.rules.rule import Rule

RULES: tuple[Rule, ...] = ()
