"""Short pays of the sample office with the reason they were cut for, some with misleading words."""

from datetime import date
from random import Random

from arcollect_tui.rules.likeness import Alike, Example, look_alike
from arcollect_tui.rules.looks import Look
from arcollect_tui.services.sample.ledger import CUTS, Item, Maker
from arcollect_tui.services.sample.plan import SampleOffice

Coded = tuple[Look, str]
DAY = date(2026, 11, 23)
PHRASES = dict(CUTS)


def short_pays(
    seed: int, accounts: int, items: int, misleading: float = 0.0, *, instead: bool = True
) -> list[Coded]:
    """What was paid short, in an order of chance.

    Args:
        seed: of everything.
        accounts: customers of the office.
        items: open items of the office; one in sixteen is short paid.
        misleading: the share of rows whose words are those of another reason.
        instead: such words stand instead of the true ones; else after them.
    """
    rng = Random(seed)
    found: list[Coded] = []
    for account in Maker(SampleOffice(seed, DAY, accounts, items, 1)).accounts():
        for item in account.items:
            if not item.cut or item.cleared_on:
                continue
            text = item.text
            if rng.random() < misleading:
                other = rng.choice([reason for reason in PHRASES if reason != item.cut])
                wrong = _said(rng, other, item)
                text = wrong if instead else f"{text} {wrong}"
            place = account.customer.place
            look = Look(len(found), place, item.kind, text, item.currency, item.amount, item.open_amount)
            found.append((look, item.cut))
    rng.shuffle(found)
    return found


def _said(rng: Random, reason: str, item: Item) -> str:
    return rng.choice(PHRASES[reason]).format(po=item.po or "PO unknown", n=rng.randrange(7000, 9000))


def proposed(rows: list[Coded], coded: int, shuffled: Random | None = None) -> list[Alike]:
    """What is proposed after so many were coded; with the reasons shuffled among these, if asked for."""
    reasons = [reason for _, reason in rows[:coded]]
    if shuffled is not None:
        shuffled.shuffle(reasons)
    examples = [Example(look, reason) for (look, _), reason in zip(rows[:coded], reasons, strict=True)]
    return look_alike(examples, [look for look, _ in rows[coded:]])


def precision_and_recall(rows: list[Coded], coded: int) -> tuple[float, float]:
    """Of what is proposed the share that is right, and of what is not coded the share proposed rightly."""
    truth = {look.item: reason for look, reason in rows[coded:]}
    found = proposed(rows, coded)
    count = sum(len(alike.items) for alike in found)
    right = sum(truth[item] == alike.rule.reason for alike in found for item in alike.items)
    return (right / count if count else 1.0), right / len(truth)
