"""Applies rules to the tables of a package, and leaves out what stands on unsound ground."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from claimset.package import Package
from claimset.rules.rule import AnyRule, Breach, ColumnRule, PackageRule, Tables


@dataclass(frozen=True, slots=True)
class Judgement:
    """The breaches of a rule; of what it is about ("claims.notes", "" for a rule on tables), and why it was left out.

    because: unsound tables and columns, or columns that the package does not have; empty where the rule was applied.
    """

    rule: AnyRule
    about: str
    breaches: tuple[Breach, ...]
    because: tuple[str, ...] = ()


def judge_columns(
    rules: Iterable[AnyRule], package: Package, tables: Tables, unsound: Collection[str]
) -> Iterator[Judgement]:
    """The judgements of those rules that are about single cells, one for each column that a rule covers."""
    for rule in rules:
        if not isinstance(rule, ColumnRule):
            continue
        for table in package.tables:
            for field in table.fields:
                name = f"{table.name}.{field.name}"
                if not rule.covers(table, field):
                    continue
                if name in unsound:
                    yield Judgement(rule, name, (), (name,))
                else:
                    yield Judgement(rule, name, tuple(rule.function(table.name, tables[table.name][field.name])))


def judge_tables(
    rules: Iterable[AnyRule], package: Package, tables: Tables, unsound: Collection[str]
) -> Iterator[Judgement]:
    """The judgements of all other rules."""
    described = {f"{table.name}.{name}" for table in package.tables for name in table.names}
    for rule in rules:
        if isinstance(rule, ColumnRule):
            continue
        because = reasons(rule.needs, {*unsound, *(set(rule.needs) - described)})
        if because:
            yield Judgement(rule, "", (), because)
        elif isinstance(rule, PackageRule):
            yield Judgement(rule, "", tuple(rule.function(package, tables)))
        else:
            yield Judgement(rule, "", tuple(rule.function(tables)))


def reasons(needs: Iterable[str], unsound: Collection[str]) -> tuple[str, ...]:
    """What of the needed columns is unsound: whole tables ("claims"), or columns ("claims.topic")."""
    whole = {need.split(".")[0] for need in needs} & set(unsound)
    single = {need for need in needs if need in unsound and need.split(".")[0] not in whole}
    return tuple(sorted(whole | single))
