"""How right the accepted rules were: their codings against the root causes found out later."""

from dataclasses import dataclass

from arcollect_tui.data import policy
from arcollect_tui.data.queries import looks as queries
from arcollect_tui.rules.look_rules import Rule, accepted
from arcollect_tui.rules.looks import CUSTOMER
from arcollect_tui.services.lookalikes import GONE
from arcollect_tui.services.office import Office


@dataclass(frozen=True, slots=True)
class RuleAccuracy:
    """What came of the codings of one rule.

    Attributes:
        id: names the rule.
        says: the rule in words, without its reason; empty where the rule is no longer known here.
        reason: the code it gives.
        in_force: the rule is policy.
        coded: items coded by it.
        known: those of them with a root cause.
        agreed: those whose root cause is the reason it gave.
    """

    id: str
    says: str
    reason: str
    in_force: bool
    coded: int
    known: int
    agreed: int

    @property
    def percent(self) -> int | None:
        """The share of the known that agree, rounded down; None when none is known."""
        return self.agreed * 100 // self.known if self.known else None

    @property
    def words(self) -> str:
        """The figures in words: `coded 14, root cause known of 5: 4 agree (80%)`."""
        if self.percent is None:
            return f"coded {self.coded:,}, no root cause known yet"
        agree = f"{self.agreed:,} agree ({self.percent}%)"
        return f"coded {self.coded:,}, root cause known of {self.known:,}: {agree}"


def rule_accuracy(office: Office) -> list[RuleAccuracy]:
    """The accepted rules, and others that coded something, each with what came of it; by most coded."""
    fmt = office.settings.fmt
    with office.store.reading() as connection:
        rules = {rule.id: rule for rule in accepted(policy.office_values(connection))}
        outcomes = {rule: counted for rule, *counted in queries.outcomes_of_rules(connection)}
        customers = [
            int(value) for rule in rules.values() for kind, value in rule.conditions if kind == CUSTOMER
        ]
        names = queries.numbers_of(connection, customers)

    def says(rule: Rule) -> str:
        return rule.says(lambda customer: names.get(customer, GONE), fmt)

    found = [
        RuleAccuracy(
            rule,
            says(rules[rule]) if rule in rules else "",
            rules[rule].reason if rule in rules else "",
            rule in rules,
            *outcomes.get(rule, (0, 0, 0)),
        )
        for rule in sorted({*rules, *outcomes})
    ]
    return sorted(found, key=lambda one: (not one.in_force, -one.coded, one.id))
