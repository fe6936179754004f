"""Words for the sample office: firms, people and telephone numbers that belong to nobody.

Mail domains end in `.example` (RFC 2606). Telephone numbers come from the ranges that regulators set
aside for drama: 555-01xx in North America (ATIS-0300115), Ofcom's and the Bundesnetzagentur's lists,
the ranges of ARCEP and PTS. The Netherlands, Spain and Italy reserve none, so a 555 block stands in.
"""

import re
import unicodedata
from random import Random
from typing import NamedTuple

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")


class Country(NamedTuple):
    """What names look like in one country; `pattern` orders the words of a firm's name."""

    code: str
    language: str
    pattern: str
    heads: tuple[str, ...]
    trades: tuple[str, ...]
    suffixes: tuple[str, ...]
    places: tuple[str, ...]
    given: tuple[str, ...]
    family: tuple[str, ...]
    phones: tuple[str, ...]


class SpecialName(NamedTuple):
    """A firm whose name tests the software: brackets, quotes, a comma, near twins, a parent."""

    country: str
    name: str


def _words(text: str) -> tuple[str, ...]:
    """Split at blanks; `_` stands for a blank inside one entry."""
    return tuple(word.replace("_", " ") for word in text.split())


_PEOPLE_EN = _words(
    "Maria James Linda Robert Susan David Karen Michael Angela Thomas Denise Kevin Paula Brian "
    "Yolanda Eric Joyce Marcus Helen Victor Priya Daniel Renee Carlos"
)
_FAMILY_EN = _words(
    "Silva Carter Nguyen Brooks Foster Patel Hughes Ramirez Coleman Bennett Kim Sullivan Price "
    "Morgan Reyes Walsh Barnes Dawson Fisher Grant Holloway Jensen Keller Lowry"
)
_TRADES_EN = _words(
    "Paper Steel Logistics Foods Stone Retail Dairy Labs Homes Air Books Marine Dental Optics Tools "
    "Outdoor Auto Fasteners Freight Textiles Plastics Printing Packaging Furniture Hardware Nursery "
    "Bakery Brewing Electric Controls Pumps Bearings Glass Lumber Roofing Flooring Medical Supply "
    "Seafood Produce Coffee Apparel Sports Toys Pet_Care Garden Lighting Safety Signs Coatings"
)
_HEADS_EN = _words(
    "Harbor Kestrel Cobalt Birch Nimbus Garnet Fjord Quarry Orchard Juniper Pinnacle Raven Delta "
    "Summit Lumen Mason Tidewater Ibex Acme Cedar Falcon Granite Heron Iron_Gate Jasper Keystone "
    "Lakeside Meridian Northgate Oakfield Prairie Redwood Sawtooth Timber Upland Valley Willow Yarrow "
    "Zephyr Amber Beacon Canyon Driftwood Eastport Foxglove Glacier Hazel Inland Jetty Kingfisher "
    "Larkspur Mesa Nettle Osprey Pelican Quill Ridgeway Sable Thistle Umber Violet Westbrook Copper "
    "Blue_Heron Stonebridge Silver_Fork Red_Barn Elm_Street Maple Sierra Bayview Crestline Dogwood "
    "Evergreen Flint Gateway Highland Ironwood Juno Kodiak"
)
_PLACES_EN = _words(
    "Denver Boise Fresno Tulsa Akron Salem Macon Omaha Provo Reno Waco Dayton Duluth Eugene Fargo "
    "Laredo Mobile Peoria Racine Topeka Tucson Utica Yuma Albany"
)

# fmt: off
COUNTRIES = {
    country.code: country
    for country in (
        Country(
            "US", "en", "{head} {trade}{place} {suffix}", _HEADS_EN, _TRADES_EN,
            _words("Inc LLC Co Corp Inc LLC Group"), _PLACES_EN, _PEOPLE_EN, _FAMILY_EN,
            tuple(
                f"+1 {area} 555 01{{:02d}}"
                for area in _words("212 312 303 415 206 713 602 617 305 404 214 503 216 313 612 816")
            ),
        ),
        Country(
            "CA", "en", "{head} {trade}{place} {suffix}", _words(
                "Laurentian Muskoka Chinook Tamarack Acadia Bluenose Caribou Fundy Klondike Loon_Lake "
                "Moosehead Northern_Pike Okanagan Portage Saguenay Voyageur"
            ),
            _TRADES_EN,
            _words("Inc Ltd Ltd"), _words("Guelph Regina Moncton Kelowna Barrie Laval Sudbury Nanaimo"),
            _PEOPLE_EN, _FAMILY_EN,
            tuple(f"+1 {area} 555 01{{:02d}}" for area in _words("416 514 604 403 613 902")),
        ),
        Country(
            "GB", "en", "{head} {trade}{place} {suffix}", _words(
                "Pennine Ashdown Bramley Chiltern Dovedale Fenwick Greystoke Hartside Kirkstall "
                "Lowther Malvern Ouse_Valley Penrose Rookery Solway Thornbury Wharfe"
            ),
            _TRADES_EN,
            _words("Ltd Ltd plc LLP"), _words("Leeds Bristol Hull Derby Exeter York Luton Dundee"),
            _words("Oliver Amelia Harry Isla George Ava Alfie Grace Freddie Freya Niamh Rhys"),
            _words("Ashworth Barlow Clegg Dunning Entwistle Firth Garside Hirst Jowett Kershaw"),
            ("+44 20 7946 00{:02d}", "+44 113 496 01{:02d}", "+44 161 496 02{:02d}",
             "+44 117 496 03{:02d}"),
        ),
        Country(
            "DE", "de", "{head} {trade}{place} {suffix}",
            _words(
                "Falke Lindner Berger Brückner Hölzl Kästner Möller Schäfer Vogt Weiß Adler Böhme "
                "Dreyer Engel Förster Grünwald Hartung Jäger Krüger Löwe Nagel Oster Pöhl Rößler"
            ),
            _words(
                "Papier Stahlbau Logistik Maschinenbau Möbel Großhandel Verpackung Werkzeuge Textil "
                "Lebensmittel Elektrotechnik Druckerei Baustoffe Gerätebau Medizintechnik Optik"
            ),
            _words("GmbH GmbH AG GmbH_&_Co._KG KG"),
            _words("Bremen Ulm Kassel Jena Gera Trier Mainz Celle"),
            _words("Jürgen Anke Stefan Käthe Uwe Sabine Björn Heike Lars Ute Götz Silke"),
            _words("Schröder Müller Weber Köhler Brandt Fuchs Günther Huber Lange Böttcher"),
            ("+49 30 23125 1{:02d}", "+49 40 66969 2{:02d}", "+49 221 4710 3{:02d}",
             "+49 89 99998 4{:02d}", "+49 69 90009 5{:02d}"),
        ),
        Country(
            "FR", "fr", "{trade} {head}{place} {suffix}",
            _words(
                "Lefèvre Marchand Bertin Chauvet Delorme Fabre Garnier Hébert Jolivet Lacroix Mercier "
                "Noël Périer Renaud Sébastien Tessier"
            ),
            _words(
                "Papeterie Aciérie Transports Fromagerie Imprimerie Emballages Verrerie Meubles "
                "Outillage Brasserie Optique Textiles"
            ),
            _words("SARL SA SAS SAS"), _words("Dijon Brest Tours Nîmes Reims Metz Pau Caen"),
            _words("Hélène Luc Chloé Benoît Inès Rémi Zoé Jérôme Anaïs Gaël"),
            _words("Dubois Moreau Lefort Girard Rousseau Blanchet Chevalier Besson"),
            ("+33 1 99 00 10 {:02d}", "+33 2 61 91 20 {:02d}", "+33 3 53 01 30 {:02d}",
             "+33 4 65 71 40 {:02d}", "+33 5 36 49 50 {:02d}"),
        ),
        Country(
            "NL", "nl", "{head} {trade}{place} {suffix}",
            _words(
                "Van_Dijk De_Groot Hoekstra Kuiper Molenaar Postma Terpstra Visser Zijlstra Bakker "
                "Dekker 't_Hart Wiersma"
            ),
            _words(
                "Papier Staal Logistiek Zuivel Verpakkingen Bloemen Drukkerij Meubelen Techniek Bouw"
            ),
            _words("B.V. B.V. N.V."), _words("Breda Zwolle Delft Assen Venlo Gouda"),
            _words("Sanne Daan Femke Joris Lotte Bram Anouk Ruben"),
            _words("Jansen Smit Mulder Bos Vos Peeters Hendriks Kok"),
            ("+31 20 555 01{:02d}", "+31 10 555 02{:02d}"),
        ),
        Country(
            "ES", "es", "{trade} {head}{place} {suffix}",
            _words(
                "Ibérica Núñez Alarcón Bermúdez Castaño Domènech Echevarría Fuentes Galán Hidalgo Peñalver"
            ),
            _words(
                "Papelera Aceros Transportes Lácteos Imprenta Envases Muebles Conservas Óptica Maderas"
            ),
            _words("S.L. S.L. S.A."), _words("Burgos Cádiz León Vigo Gijón Murcia"),
            _words("Lucía Íñigo Marta Joaquín Begoña Andrés Nuria Óscar"),
            _words("García Muñoz Ibáñez Ortega Peña Serrano Vidal Zúñiga"),
            ("+34 915 55 01 {:02d}", "+34 935 55 02 {:02d}"),
        ),
        Country(
            "IT", "it", "{trade} {head}{place} {suffix}",
            _words(
                "Rossini Bellandi Cattaneo D'Amico Esposti Ferraris Grimaldi Lombardi Marchetti Parisi "
                "Zanetti"
            ),
            _words(
                "Cartiera Acciaieria Trasporti Caseificio Tipografia Imballaggi Vetreria Mobilificio "
                "Officine Pastificio"
            ),
            _words("S.r.l. S.p.A. S.r.l."), _words("Pavia Udine Lecco Parma Siena Lucca"),
            _words("Giulia Niccolò Chiara Matteo Elisa Davide Noemi Pietro"),
            _words("Rizzi Colombo Ferri Gallo Moretti Sala Testa Vitali"),
            ("+39 02 5550 10{:02d}", "+39 06 5550 20{:02d}"),
        ),
        Country(
            "SE", "sv", "{head} {trade}{place} {suffix}",
            _words(
                "Nordfjäll Ängsholm Björkdal Grönvik Häggström Lövsta Norrskog Östervik Strömby Tallås"
            ),
            _words("Trä Stål Papper Frakt Mejeri Tryckeri Möbler Verktyg Fisk El"),
            _words("AB AB HB"), _words("Kalmar Växjö Gävle Falun Umeå Lund"),
            _words("Åsa Göran Elin Nils Märta Sven Linnéa Håkan"),
            _words("Lindqvist Öberg Sjögren Åkesson Hallberg Nyström Ek Wallin"),
            ("+46 31 390 06 {:02d}", "+46 40 628 04 {:02d}", "+46 8 465 004 {:02d}"),
        ),
    )
}
# fmt: on

# Keyed by the customer's place in the list, so that even a small office meets some of them.
SPECIALS = {
    7: SpecialName("US", "Wexford Paper Inc"),
    12: SpecialName("SE", "[Nordic] Paper AB"),
    18: SpecialName("US", "Wexford Papers LLC"),
    23: SpecialName("GB", "O'Malley & Daughters Ltd"),
    29: SpecialName("DE", "Müller & Söhne Gerätebau GmbH"),
    34: SpecialName("US", "Tallgrass Holdings Inc"),
    35: SpecialName("US", "Tallgrass Holdings Inc:Lincoln Plant"),
    41: SpecialName("GB", "Wexford Paper Ltd"),
    47: SpecialName("US", "Baxter, Lyle & Roe LLP"),
}


def firm_name(country: Country, nth: int, turn: int = 0) -> str:
    """Name of the `nth` firm of a country; no two numbers give one name for the same `turn`."""
    heads, trades, places = country.heads, country.trades, country.places
    lap, place_in_lap = divmod(nth, len(heads) * len(trades))
    row, column = divmod(place_in_lap, len(heads))
    place = ""
    if lap:
        again, which = divmod(lap - 1, len(places))
        place = f" {places[which]}" + (f" {again + 1}" if again else "")
    return country.pattern.format(
        head=heads[(column + turn) % len(heads)],
        # The step of 7 keeps neighbours in the list from sharing a trade.
        trade=trades[(column * 7 + row) % len(trades)],
        place=place,
        suffix=country.suffixes[(column * 5 + row * 3) % len(country.suffixes)],
    )


def person(country: Country, rng: Random) -> str:
    """Given and family name of somebody in that country."""
    return f"{_pick(rng, country.given)} {_pick(rng, country.family)}"


def phone(country: Country, rng: Random) -> str:
    """A telephone number in international form, from a range that rings nowhere where one exists."""
    return _pick(rng, country.phones).format(int(rng.random() * 100))


def slug(text: str) -> str:
    """Lower-case ASCII letters and digits of a text, for mail addresses and domains."""
    folded = unicodedata.normalize("NFKD", text.replace("ß", "ss")).lower()
    return _NOT_PLAIN.sub("", folded)


def domain(firm: str) -> str:
    """The mail domain of a firm: its name without the legal form, under `.example`."""
    words = firm.replace(":", " ").split()
    return f"{slug(' '.join(words[:-1]))[:30]}.example"


def mailbox(who: str, firm: str) -> str:
    """The mail address of a person at a firm, `given.family@firm.example`."""
    given, _, family = who.partition(" ")
    return f"{slug(given)}.{slug(family)}@{domain(firm)}"


def _pick(rng: Random, words: tuple[str, ...]) -> str:
    return words[int(rng.random() * len(words))]
