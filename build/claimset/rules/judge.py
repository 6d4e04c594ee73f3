"""Applies rules to the tables of a package, and leaves out what stands on unsound ground."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from claimset.package import Package
from claimset.parallel import each
from claimset.rules.column import Column
from claimset.rules.rule import AnyRule, Breach, ColumnRule, PackageRule, Rule, Tables


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
) -> list[Judgement]:
    """The judgements of those rules that are about single cells, one for each column that a rule covers."""
    columns = {
        f"{table.name}.{field.name}": (table, field, Column(table.name, tables[table.name][field.name]))
        for table in package.tables
        for field in table.fields
    }
    cases = [
        (rule, name, column)
        for rule in rules
        if isinstance(rule, ColumnRule)
        for name, (table, field, column) in columns.items()
        if rule.covers(table, field)
    ]

    def judged(case: tuple[ColumnRule, str, Column]) -> Judgement:
        rule, name, column = case
        if name in unsound:
            return Judgement(rule, name, (), (name,))
        return Judgement(rule, name, tuple(rule.function(column)))

    return each(judged, cases)


def judge_tables(
    rules: Iterable[AnyRule], package: Package, tables: Tables, unsound: Collection[str]
) -> list[Judgement]:
    """The judgements of all other rules."""
    described = {f"{table.name}.{name}" for table in package.tables for name in table.names}

    def judged(rule: Rule | PackageRule) -> Judgement:
        because = reasons(rule.needs, {*unsound, *(set(rule.needs) - described)})
        if because:
            return Judgement(rule, "", (), because)
        found = rule.function(package, tables) if isinstance(rule, PackageRule) else rule.function(tables)
        return Judgement(rule, "", tuple(found))

    return each(judged, (rule for rule in rules if not isinstance(rule, ColumnRule)))


def reasons(needs: Iterable[str], unsound: Collection[str]) -> tuple[str, ...]:
    """What of the needed columns is unsound: whole tables ("claims"), or columns ("claims.topic")."""
    whole = {need.split(".")[0] for need in needs} & set(unsound)
    single = {need for need in needs if need in unsound and need.split(".")[0] not in whole}
    return tuple(sorted(whole | single))
