"""The words customers and ledgers write when an invoice is contested, and the reason they hint at.

Two kinds. What is in `SAID` says by itself that somebody contests an item ("damage claim 7781"): an item
with such a text needs coding although nothing was paid short. What is in `NAMED` only tells what it is
about ("freight"): a forwarder writes that on every invoice, so it counts once an item is to be coded for
another cause. English, German, French, Spanish, Dutch, Portuguese and Italian.

A phrase that ends in `-` is the beginning of words; any other is whole words. Letters with marks are also
found without them, and umlauts also as two letters.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Final

_ANY: Final = ""
"""Contested, and nothing tells why."""

SAID: Final[tuple[tuple[str, str], ...]] = (
    (
        _ANY,
        "claim; claims; claimed; claiming; disput-; contest-; not agreed; complain-; deduct-; "
        "unpaid balance due to; reklam-; beanstand-; bestritten-; nicht anerkannt; "
        "nicht vereinbart; kürzung-; gekürzt; abzug; abgezogen; litige-; réclam-; non conforme; "
        "non justifié-; déduct-; déduit-; retenue sur; reclam-; no conforme; no acordad-; "
        "deducc-; descontad-; objetad-; betwist-; klacht-; niet akkoord; niet overeengekomen; "
        "ingehouden; não conforme; não acordad-; deduzid-; dedução; desacordo; contenzios-; "
        "non concordat-; trattenut-; detratt-",
    ),
    (
        "PRC",
        "price diff-; price error; price dispute; wrong price; incorrect price; overcharg-; "
        "overpriced; preisdifferenz-; preisabweich-; preisfehler; falscher preis; "
        "überhöhter preis; écart de prix; erreur de prix; prix erroné; prix incorrect; "
        "surfactur-; diferencia de precio-; precio incorrecto; precio erróneo; error de precio; "
        "sobreprecio; prijsverschil-; verkeerde prijs; te hoge prijs; diferença de preço-; "
        "preço errado; preço incorreto; differenza prezz-; differenza di prezz-; prezzo errato; "
        "errore di prezzo",
    ),
    (
        "QTY",
        "short ship-; short deliver-; shorted; shortage; qty short; not received; never received; "
        "not delivered; missing goods; missing carton-; missing pallet-; pallet missing; "
        "cartons missing; fehlmenge-; fehlt; fehlen; fehlend-; nicht geliefert; nicht erhalten; "
        "minderlieferung; manko; manquant-; non livré-; non reçu-; quantité manquante; faltante-; "
        "falta; faltan; no recibid-; no entregad-; tekort; manco; niet geleverd; niet ontvangen; "
        "te weinig geleverd; em falta; não recebid-; não entregue-; mancant-; ammanco; "
        "non consegnat-; non ricevut-",
    ),
    (
        "DMG",
        "damag-; broken; breakage; crushed; water stain-; beschädig-; transportschad-; "
        "bruchschad-; zerbrochen; endommag-; avarie-; abîmé-; cassé-; dañad-; daños; averiad-; "
        "rotura; beschadig-; kapot; transportschade; avaria; avariad-; danificad-; danneggiat-; "
        "danni; rotto; rotti",
    ),
    (
        "QLT",
        "defect-; poor quality; faulty; rejected; mangelhaft-; mängelrüge; qualitätsmangel; "
        "qualitätsmängel; défectueu-; mauvaise qualité; mala calidad; rechazad-; gebrek-; "
        "slechte kwaliteit; afgekeurd; defeituos-; má qualidade; rejeitad-; difettos-; difetti; "
        "scarsa qualità; respint-",
    ),
    (
        "WRG",
        "wrong item; wrong goods; wrong product-; misship-; falsche ware; falscher artikel; "
        "falschlieferung; mauvais article; mauvais produit; erreur de livraison; "
        "artículo equivocado; producto equivocado; verkeerd artikel; verkeerde goederen; "
        "artigo errado; produto errado; articolo errato; merce errata",
    ),
    (
        "FRT",
        "freight not agreed; freight deduct-; freight dispute; fracht nicht-; frachtabzug; "
        "fret non-; port non dû; flete no-; vracht niet-; frete não-; trasporto non-",
    ),
    (
        "DUP",
        "billed twice; invoiced twice; double bill-; duplicate invoice; duplicate bill-; "
        "doppelt berechnet; doppelberechnung; doppelt fakturiert; facturé deux fois; "
        "double facturation; facturado dos veces; factura duplicada; dubbel gefactureerd; "
        "faturado duas vezes; fatura duplicada; fatturato due volte; fattura doppia; "
        "doppia fatturazione",
    ),
    (
        "NOT",
        "not our invoice; not our bill; not ordered; never ordered; nicht bestellt; "
        "nicht unsere rechnung; non commandé-; no pedid-; no solicitad-; niet besteld; "
        "não encomendad-; não pedid-; non ordinat-",
    ),
    (
        "DSC",
        "discount taken; discount deduct-; skontoabzug; escompte déduit; descuento tomado; "
        "korting ingehouden; desconto tomado; sconto trattenuto",
    ),
    (
        "SRV",
        "not rendered; service not; leistung nicht-; prestation non-; servicio no; dienst niet; "
        "serviço não; servizio non",
    ),
    (
        "UNA",
        "unauthorised deduct-; unauthorized deduct-; unerlaubter abzug; déduction non autorisée; "
        "deducción no autorizada; ongeoorloofde inhouding; dedução não autorizada; "
        "detrazione non autorizzata",
    ),
)
"""(reason or nothing, phrases) that say an item is contested."""

NAMED: Final[tuple[tuple[str, str], ...]] = (
    (
        "PRC",
        "price-; pricing; preis-; prix; precio-; prijs-; preço-; prezz-",
    ),
    (
        "QTY",
        "qty; quantity; pallet-; menge-; palette-; quantité-; cantidad; aantal; quantidade; "
        "quantità; bancali",
    ),
    (
        "DMG",
        "wet; bruch; casse; bris; breuk; quebra; rottura",
    ),
    (
        "QLT",
        "quality; qualität-; qualité; calidad; kwaliteit; qualidade; qualità",
    ),
    (
        "RTN",
        "return; returns; returned; rma; rücksendung; rückgabe; retoure-; retour-; devoluc-; "
        "devolu-; reso; resi",
    ),
    (
        "FRT",
        "freight-; shipping; carriage; fracht-; versandkosten; fret; frais de port; transport; "
        "flete-; portes; vracht-; verzendkosten; frete; trasporto; spedizione",
    ),
    (
        "TAX",
        "vat; sales tax; tax; gst; mwst; ust; umsatzsteuer; tva; iva; btw; imposto; impuesto",
    ),
    (
        "DSC",
        "discount-; skonto-; escompte-; pronto pago; descuento-; korting-; desconto-; scont-",
    ),
    (
        "ALW",
        "promo-; rebate-; allowance-; co-op; coop; advertising; bonus; rückvergütung-; "
        "werbekosten-; wkz; ristourne-; remise-; rappel-; bonific-; rápel-; actiekorting; "
        "bonifica-; premi fine anno",
    ),
    (
        "CMP",
        "otif; asn; penalty; penalties; routing; label-; vertragsstrafe-; pénalité-; penalizac-; "
        "penalidad-; boete-; multa-; penal-; etikett-",
    ),
    (
        "DUP",
        "duplicate-; twice; doppelt-; double; duplicad-; dubbel; doppi-",
    ),
    (
        "DOC",
        "pod; proof of delivery; liefernachweis; ablieferbeleg; preuve de livraison; albarán; "
        "afleverbon; comprovativo; prova di consegna",
    ),
    (
        "TRM",
        "payment terms; due date; zahlungsziel; échéance; plazo; betaaltermijn; prazo; scadenza",
    ),
    (
        "CRD",
        "credit note; credit memo; credit expected; gutschrift-; avoir; nota de crédito; abono-; "
        "creditnota; creditfactuur; nota di credito",
    ),
    (
        "PAID",
        "already paid; paid on; bereits bezahlt; déjà payé-; ya pagad-; reeds betaald; já pag-; già pagat-",
    ),
    (
        "FX",
        "bank charge-; bank fee-; exchange rate; withholding; bankspesen; bankgebühr-; "
        "kursdifferenz-; frais bancaires; comisión bancaria; gastos bancarios; retención; "
        "bankkosten; koersverschil; despesas bancárias; retenção; spese bancarie; ritenuta",
    ),
    (
        "RND",
        "rounding; small difference; rundung-; arrondi-; redondeo; afronding-; arredondamento; "
        "arrotondament-",
    ),
    (
        "CON",
        "contract-; vertrag-; contrat-; contratt-",
    ),
)
"""(reason, phrases) that only tell what it is about."""

_Tree = dict[str, "_Tree"]
_END: Final = ""
"""A phrase ends here."""
_SPELLED: Final = {
    "ä": ("ä", "ae", "a"),
    "ö": ("ö", "oe", "o"),
    "ü": ("ü", "ue", "u"),
    "ß": ("ß", "ss"),
} | {
    marked: (marked, plain)
    for marked, plain in zip("àáâãçèéêëìíîïñòóôõùúû", "aaaaceeeeiiiinoooouuu", strict=True)
}


def says_dispute(text: str | None) -> bool:
    """Whether a text says by itself that somebody contests the item."""
    return text is not None and _said().search(text.lower()) is not None


def hinted_reason(text: str) -> str | None:
    """The code of the reason that a text hints at: of several the one that stands first, then the longest.

    Nothing is known of the item: for one that is not contested the answer means nothing.
    """
    small = text.lower()
    for found in _any().finditer(small):
        ends = [
            (match.end(), code)
            for code, words in _by_reason()
            if (match := words.match(small, found.start()))
        ]
        if ends:
            return max(ends, key=lambda end: end[0])[1]
    return None


@cache
def said_pattern() -> str:
    """A regular expression of what `says_dispute` looks for, in small letters; for databases."""
    return _pattern(";".join(phrases for _, phrases in SAID))


@cache
def _said() -> re.Pattern[str]:
    return re.compile(said_pattern())


@cache
def _any() -> re.Pattern[str]:
    return re.compile(_pattern(";".join(phrases for code, phrases in (*SAID, *NAMED) if code)))


@cache
def _by_reason() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, re.compile(_pattern(phrases))) for code, phrases in (*SAID, *NAMED) if code)


def _pattern(phrases: str) -> str:
    """Any of the phrases, parted by semicolons, the longest that fits; what begins alike is read once."""
    tree: _Tree = {}
    for phrase in phrases.split(";"):
        for units in _spellings(phrase.strip()):
            node = tree
            for unit in units:
                node = node.setdefault(unit, {})
            node[_END] = {}
    return rf"\b(?:{_branches(tree)})"


def _branches(tree: _Tree) -> str:
    found = [unit + _branches(more) for unit, more in sorted(tree.items()) if unit != _END]
    if _END not in tree:
        return found[0] if len(found) == 1 else f"(?:{'|'.join(found)})"
    return f"(?:{'|'.join(found)})?" if found else ""


def _spellings(phrase: str) -> Iterator[tuple[str, ...]]:
    """A phrase in units of a regular expression, once for each way to write its letters."""
    end = () if phrase.endswith("-") else (r"\b",)
    for way in product(*(_SPELLED.get(letter, (letter,)) for letter in phrase.removesuffix("-"))):
        letters = "".join(way)
        yield (*(r"\s+" if letter == " " else letter for letter in letters), *end)
