"""What contradicts: facts about one thing, neither of which replaces the other.

A fact that sets something names the fact it replaces. Of all facts about a thing the heads are those
that count and that no other counting fact replaces, through any chain; a chain may run through facts
that no longer count. Two heads that say different things are a conflict, and so is a fact whose
foundation was taken back by somebody who did not know of it. Only sets are compared, so every desk that
has the same facts finds the same conflicts, in whatever order they came.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from arcollect_tui.rules.identity import id63

ID_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact about one thing.

    Attributes:
        entry: stamp of the entry that says it; a later one is greater.
        line: its place in the entry; of two about the same thing the later one is what the entry says.
        thing: what is set: `assignment`, `coding`, `contact`, `follow_up`, `policy` or `root_cause`.
        key: which one: the item's, card's or customer's id, or the policy key.
        says: the value; None for a fact that only says which others are settled.
        replaces: stamps of the entries whose facts about the thing it replaces.
        counts: its entry is not taken back.
        founded: what it replaced was not taken back behind its back; what is unfounded counts for nothing.
    """

    entry: bytes
    line: int
    thing: str
    key: str
    says: tuple[object, ...] | None
    replaces: tuple[bytes, ...] = ()
    counts: bool = True
    founded: bool = True


@dataclass(frozen=True, slots=True)
class Conflict:
    """A thing about which facts contradict each other.

    Attributes:
        values: the heads, the unfounded facts and what is in force, oldest first.
        in_force: what counts now, a head as a rule; None when nothing does.
    """

    thing: str
    key: str
    values: tuple[Fact, ...]
    in_force: Fact | None

    @property
    def id(self) -> str:
        """Names the conflict as it is: the same at every desk, another one when a value comes or goes."""
        said = [f"{fact.entry.hex()}{'' if fact.founded else '-'}" for fact in self.values]
        return f"{id63(['1', 'conflict', self.thing, self.key, *said]):016x}"[:ID_DIGITS]

    def settled_by(self, choice: Fact | None) -> tuple[bytes | None, tuple[bytes, ...]]:
        """What a new fact must name so that nothing contradicts it.

        Args:
            choice: the value that it says anew; None when it says what counts now.

        Returns:
            The fact it replaces, the choice itself where that counts, so that taking back the choice takes
            back the settling too; and the other facts that are settled with it.
        """
        base = choice if choice is not None and choice.founded else self.in_force
        replaced = None if base is None else base.entry
        return replaced, tuple(fact.entry for fact in self.values if fact.entry != replaced)


def conflicts(facts: Iterable[Fact]) -> list[Conflict]:
    """The conflicts among facts, by thing and key.

    Args:
        facts: of each thing all facts or none, those that do not count included.
    """
    by_thing: defaultdict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        by_thing[fact.thing, fact.key].append(fact)
    found = (_conflict(thing, key, said) for (thing, key), said in sorted(by_thing.items()))
    return [conflict for conflict in found if conflict is not None]


def first_decides(thing: str, key: str) -> bool:
    """Whether the earliest counting fact is in force: what an item is made of never changes."""
    return thing == "policy" and key.startswith("ledger.") and key.endswith(".recipe")


def _conflict(thing: str, key: str, facts: Iterable[Fact]) -> Conflict | None:
    edges: defaultdict[bytes, set[bytes]] = defaultdict(set)
    last: dict[bytes, Fact] = {}
    settling: set[bytes] = set()
    for fact in sorted(facts, key=lambda fact: (fact.entry, fact.line)):
        # Nobody can have replaced what was not said yet: such a name is left out, so no chain is a ring.
        edges[fact.entry].update(name for name in fact.replaces if name < fact.entry)
        if fact.says is not None:
            last[fact.entry] = fact
        elif fact.counts:
            settling.add(fact.entry)
    counting = [fact for fact in last.values() if fact.counts and fact.founded]
    loose = [fact for fact in last.values() if fact.counts and not fact.founded]
    replaced = _reached(edges, {fact.entry for fact in counting} | (settling - {f.entry for f in loose}))
    heads = [fact for fact in counting if fact.entry not in replaced]
    replaced |= _reached(edges, {fact.entry for fact in loose})
    loose = [fact for fact in loose if fact.entry not in replaced]
    if not loose and len({fact.says for fact in heads}) < 2:
        return None
    in_force = _in_force(thing, key, counting, heads)
    values = {fact.entry: fact for fact in (*heads, *loose, in_force) if fact is not None}
    return Conflict(thing, key, tuple(values[entry] for entry in sorted(values)), in_force)


def _reached(edges: Mapping[bytes, set[bytes]], starts: Iterable[bytes]) -> set[bytes]:
    """What is replaced from these entries on, through any chain."""
    reached: set[bytes] = set()
    waiting = list(starts)
    while waiting:
        new = edges.get(waiting.pop(), set()) - reached
        reached |= new
        waiting.extend(new)
    return reached


def _in_force(thing: str, key: str, counting: list[Fact], heads: list[Fact]) -> Fact | None:
    """The latest counting fact; where the first one decides, the head that repeats it."""
    if not counting:
        return None
    if first_decides(thing, key):
        return next((fact for fact in heads if fact.says == counting[0].says), counting[0])
    return counting[-1]
