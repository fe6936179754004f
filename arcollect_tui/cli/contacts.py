"""`arcollect contact`: the people at a customer."""

from typing import Annotated

import typer

from arcollect_tui.cli import shapes
from arcollect_tui.cli.account import CONTACTS, contact_cells
from arcollect_tui.cli.context import reading, writing
from arcollect_tui.cli.deeds import report
from arcollect_tui.cli.options import Json, Number
from arcollect_tui.cli.output import put_json_rows, put_table, say

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The people at a customer.")


@app.command("list")
def list_people(context: typer.Context, number: Number, as_json: Json = False) -> None:
    """The people at a customer, the preferred one first."""
    from arcollect_tui.services.contacts import list_contacts
    from arcollect_tui.services.references import find_customer

    with reading(context) as office:
        cards = list_contacts(office, find_customer(office, number).id)
    if as_json:
        put_json_rows(map(shapes.contact, cards))
        return
    put_table(CONTACTS, [contact_cells(card) for card in cards])
    if not cards:
        say("No contact is known.")


@app.command("add")
def add_person(
    context: typer.Context,
    number: Number,
    *,
    name: Annotated[str, typer.Option("--name", metavar="NAME")] = "",
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help="Payables, buyer, …")] = "",
    phone: Annotated[str, typer.Option("--phone", metavar="PHONE")] = "",
    email: Annotated[str, typer.Option("--email", metavar="EMAIL")] = "",
    language: Annotated[str, typer.Option("--language", metavar="CODE")] = "",
    country: Annotated[str, typer.Option("--country", metavar="CODE")] = "",
    preferred: Annotated[bool, typer.Option("--preferred", help="Ask for this person first.")] = False,
    as_json: Json = False,
) -> None:
    """Add a person."""
    from arcollect_tui.services.contacts import ContactDraft, add_contact
    from arcollect_tui.services.references import find_customer

    with writing(context) as office:
        customer = find_customer(office, number)
        draft = ContactDraft(
            name=name,
            role=role,
            phone=phone,
            email=email,
            language=language,
            country=country,
            preferred=preferred,
        )
        report(add_contact(office, customer.id, draft), as_json=as_json)


@app.command("retire")
def retire_person(
    context: typer.Context,
    number: Number,
    who: Annotated[
        str, typer.Argument(metavar="WHO", help="Name, e-mail or phone number.", show_default=False)
    ],
    as_json: Json = False,
) -> None:
    """Offer a person or a phone number no longer; what was recorded stays."""
    from arcollect_tui.services.contacts import retire_contact
    from arcollect_tui.services.references import find_customer

    with writing(context) as office:
        customer = find_customer(office, number)
        report(retire_contact(office, customer.id, who), as_json=as_json)
