"""`arcollect contact`: the people at a customer."""

from typing import TYPE_CHECKING, Annotated

import typer

from arcollect_tui.cli import account_shapes
from arcollect_tui.cli.account import CONTACTS, contact_cells
from arcollect_tui.cli.context import reading, writing
from arcollect_tui.cli.deeds import report
from arcollect_tui.cli.options import Json, Number
from arcollect_tui.cli.output import put_json_rows, put_table, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from arcollect_tui.services.office import Office, Saved

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The people at a customer.")

Name = Annotated[str | None, typer.Option("--name", metavar="NAME")]
Role = Annotated[str | None, typer.Option("--role", metavar="ROLE", help="Accounts payable, buyer, …")]
Phone = Annotated[str | None, typer.Option("--phone", metavar="PHONE")]
Email = Annotated[str | None, typer.Option("--email", metavar="EMAIL")]
Language = Annotated[str | None, typer.Option("--language", metavar="LANGUAGE", help="Code or name.")]
Country = Annotated[str | None, typer.Option("--country", metavar="COUNTRY", help="Code or name.")]
Zone = Annotated[
    str | None,
    typer.Option("--time-zone", metavar="ZONE", help='Name or city; "" to go by number and country.'),
]
Who = Annotated[
    str, typer.Argument(metavar="WHO", help="Name, e-mail or phone number.", show_default=False)
]


@app.command("list")
def list_people(context: typer.Context, number: Number, as_json: Json = False) -> None:
    """The people at a customer, the preferred one first, with the time where each is."""
    from arcollect_tui.services.account import account
    from arcollect_tui.services.reach import reach_of
    from arcollect_tui.services.references import find_customer

    with reading(context) as office:
        found = account(office, find_customer(office, number).id, activities=0)
        reach = reach_of(office, found)
    if as_json:
        put_json_rows(account_shapes.contact(card, reach) for card in found.contacts)
        return
    put_table(CONTACTS, [contact_cells(card, reach) for card in found.contacts])
    if not found.contacts:
        say("No contact is known.")


@app.command("add")
def add_person(
    context: typer.Context,
    number: Number,
    *,
    name: Name = None,
    role: Role = None,
    phone: Phone = None,
    email: Email = None,
    language: Language = None,
    country: Country = None,
    zone: Zone = None,
    preferred: Annotated[bool, typer.Option("--preferred", help="Ask for this person first.")] = False,
    as_json: Json = False,
) -> None:
    """Add a person."""
    from arcollect_tui.services.contacts import ContactDraft, add_contact

    draft = ContactDraft(**_given(name, role, phone, email, language, country, zone), preferred=preferred)
    _do(context, number, lambda office, customer: add_contact(office, customer, draft), as_json=as_json)


@app.command("edit")
def edit_person(
    context: typer.Context,
    number: Number,
    who: Who,
    *,
    name: Name = None,
    role: Role = None,
    phone: Phone = None,
    email: Email = None,
    language: Language = None,
    country: Country = None,
    zone: Zone = None,
    as_json: Json = False,
) -> None:
    """Change what is said of a person; what is not given stays."""
    from arcollect_tui.services.contacts import edit_contact

    changes = _given(name, role, phone, email, language, country, zone)
    _do(
        context,
        number,
        lambda office, customer: edit_contact(office, customer, who, changes),
        as_json=as_json,
    )


@app.command("prefer")
def prefer_person(context: typer.Context, number: Number, who: Who, as_json: Json = False) -> None:
    """Ask for a person first from now on, and for no other."""
    from arcollect_tui.services.contacts import prefer_contact

    _do(context, number, lambda office, customer: prefer_contact(office, customer, who), as_json=as_json)


@app.command("retire")
def retire_person(context: typer.Context, number: Number, who: Who, as_json: Json = False) -> None:
    """Offer a person or a phone number no longer; what was recorded stays."""
    from arcollect_tui.services.contacts import retire_contact

    _do(context, number, lambda office, customer: retire_contact(office, customer, who), as_json=as_json)


_FIELDS = ("name", "role", "phone", "email", "language", "country", "time_zone")


def _given(*texts: str | None) -> dict[str, str]:
    """The fields of a card that were given."""
    return {name: text for name, text in zip(_FIELDS, texts, strict=True) if text is not None}


def _do(
    context: typer.Context, number: str, deed: "Callable[[Office, int], Saved]", *, as_json: bool
) -> None:
    """Do a deed on the contacts of a customer and tell what it came to."""
    from arcollect_tui.services.references import find_customer

    with writing(context) as office:
        report(deed(office, find_customer(office, number).id), as_json=as_json)
