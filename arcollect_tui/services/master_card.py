"""What the master files of the ledger say of one customer, beyond name, limit and first contact."""

from dataclasses import dataclass, fields

from arcollect_tui.data.queries import customers
from arcollect_tui.data.store import Connection
from arcollect_tui.rules.contact_words import language_name
from arcollect_tui.rules.zones import zone


@dataclass(frozen=True, slots=True)
class MasterCard:
    """Terms, parent, language and address; each is '' where no file says it.

    Attributes:
        terms: payment terms, in the ledger's own words.
        parent: the number of the customer it belongs to.
        parent_name: its name; '' while that customer is not here.
        language: ISO 639-1; the ledger's own word where it is not known.
        time_zone: a name of the tz database; the ledger's own word where it is not known.
    """

    terms: str
    parent: str
    parent_name: str
    language: str
    time_zone: str
    street: str
    postal_code: str
    city: str
    region: str
    country: str

    @property
    def address(self) -> str:
        """Street, postal code, city, region and country in one line; '' where the ledger has none."""
        place = " ".join(filter(None, (self.postal_code, self.city)))
        parts = [part for part in (self.street, place, self.region) if part]
        return ", ".join([*parts, *([self.country] if parts and self.country else [])])

    @property
    def facts(self) -> tuple[str, ...]:
        """What else is said, a few words each."""
        language = language_name(self.language) if self.language else ""
        unknown = self.time_zone and not zone(self.time_zone)
        said = (
            f"terms {self.terms}" if self.terms else "",
            f"part of {self.parent} {self.parent_name}".strip() if self.parent else "",
            f"speaks {language}" if language else "",
            f"time zone {self.time_zone} (not known)" if unknown else "",
        )
        return tuple(filter(None, said))


_SAME = tuple(field.name for field in fields(MasterCard) if field.name != "parent_name")


def master_card(connection: Connection, own: customers.CustomerRecord) -> MasterCard:
    """The card of a customer, with the name of its parent."""
    parents = customers.by_number(connection, own.parent, own.ledger) if own.parent else []
    name = parents[0][3] if parents else ""
    return MasterCard(parent_name=name, **{field: getattr(own, field) for field in _SAME})
