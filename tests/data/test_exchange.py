"""A file of entries is sound, or it is refused whole with the line that is wrong."""

import base64
import contextlib
import hashlib
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.data import chain
from arcollect_tui.data.exchange.forks import new_entries
from arcollect_tui.data.exchange.read import is_exchange, read_entries
from arcollect_tui.data.exchange.receive import news_of, receive
from arcollect_tui.data.exchange.write import Carried, write_entries
from arcollect_tui.data.facts_spec import SHAPES
from arcollect_tui.data.imports.canonical import FIELD_MARK, FIELDS, digest_of
from arcollect_tui.data.imports.fold import keep_lines
from arcollect_tui.data.imports.order import import_identity
from arcollect_tui.data.journal import Part
from arcollect_tui.data.platform import private_file
from arcollect_tui.data.projection import PROJECTIONS
from arcollect_tui.data.store import Store
from arcollect_tui.errors import FileRefused
from arcollect_tui.rules.identity import canonical_json, customer_id
from tests.data.entry_files import Value, sealed, signed, values
from tests.data.records import DAY, call, part, record, rows
from tests.places import place_of
from tests.services.offices import HASTY

LINE = dict.fromkeys(FIELDS, "") | {
    "document_no": "1001", "customer_no": "C1", "customer_name": "Harbor", "type": "invoice",
    "currency": "USD", "amount": "10000", "open_amount": "10000", "due_date": str(DAY),
}  # fmt: skip


def joined(**fields: str) -> str:
    return FIELD_MARK.join((LINE | fields).values())


def digest(*lines: str) -> bytes:
    return digest_of([hashlib.blake2b(line.encode(), digest_size=16).digest() for line in lines])


def imported(*lines: str, **fields: Any) -> Value:
    """The fact of an import with these lines."""
    named = digest(*lines)
    return {
        "is": "import", "identity": import_identity("main", DAY, named).hex(), "ledger": "main",
        "as_of": DAY, "digest": named.hex(), "companies": '[""]', "delta": 0, "file": "a.csv",
        "layout": "canonical", "items": len(lines), "totals": '{"USD": [1, 10000]}',
    } | fields  # fmt: skip


def chunk(*lines: str) -> bytes:
    return zlib.compress("\n".join(lines).encode())


def written(store: Store, path: Path) -> Path:
    private_file(path)
    with store.reading() as connection:
        carried = Carried(dict.fromkeys(chain.chains(connection), 0))
        write_entries(connection, path, b"d" * 8, carried)
    return path


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Two calls, an import and its lines; nobody writes to it."""
    store = Store.open(place_of(tmp_path_factory.mktemp("source") / "office"))
    record(store, part(call()))
    record(store, part(call("again")))
    fact = imported(joined())
    record(store, Part(None, None, [fact]), kind="import")
    with store.writing() as connection:
        keep_lines(connection, bytes.fromhex(fact["identity"]), [chunk(joined())])
    yield store
    store.close()


@pytest.fixture(scope="module")
def whole(source: Store, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of that store: a header and four lines."""
    return written(source, tmp_path_factory.mktemp("whole") / "day.jsonl").read_bytes()


@pytest.fixture
def file(whole: bytes, tmp_path: Path) -> Path:
    """The file, to be spoilt."""
    path = tmp_path / "day.jsonl"
    path.write_bytes(whole)
    return path


def saying(path: Path, *facts: Value, customer: bool = True, **header: Any) -> Path:
    """A file with one entry that says these facts, sealed and signed as if it were true."""
    entry = values(path)[1] | header
    body: Value = {"facts": list(facts)}
    if customer:
        body["customer"] = ["main", "C1"]
    entry["parts"][0] |= {
        "body": canonical_json(body).decode(),
        "customer_id": customer_id("main", "C1") if customer else None,
    }
    return signed(path, [sealed(entry)])


def refusal(path: Path) -> str:
    with pytest.raises(FileRefused) as refused:
        read_entries(path)
    return refused.value.sentence


def test_a_file_reads_as_it_was_written(file: Path, source: Store) -> None:
    assert is_exchange(file)
    bundle = read_entries(file)
    assert [entry.seq for entry in bundle.entries] == [1, 2, 3]
    assert [entry.header for entry in bundle.entries] == [
        tuple(row) for row in rows(source, "SELECT * FROM entry")
    ]
    assert bundle.import_lines == 1
    assert signed(file, values(file)[1:]).read_bytes() == written(source, file).read_bytes()
    with source.reading() as connection:
        assert new_entries(connection, bundle.entries) == []


@pytest.mark.parametrize(
    ("content", "ours"),
    [
        (b'{"arcollect":"entries"}\n', True),
        (b'\xef\xbb\xbf {"version":1,"arcollect":"entries"}\n', True),
        (b"customer_no,amount,currency\narcollect,1.00,USD\n", False),
        (b'{"customer":"C1"}\n', False),
        (b"", False),
    ],
)
def test_a_file_is_known_by_what_it_holds(tmp_path: Path, content: bytes, ours: bool) -> None:
    path = tmp_path / "anything.csv"
    path.write_bytes(content)
    assert is_exchange(path) is ours
    assert not is_exchange(tmp_path / "absent")
    assert not is_exchange(tmp_path)


def test_every_changed_byte_is_seen(file: Path, whole: bytes) -> None:
    for place in range(0, len(whole), 11):
        for bit in (1, 32):
            changed = bytearray(whole)
            changed[place] ^= bit
            file.write_bytes(changed)
            assert "line" in refusal(file)


def test_every_cut_is_seen(file: Path, whole: bytes) -> None:
    ends = [at + 1 for at, byte in enumerate(whole) if byte == 10]
    for length in sorted({*range(0, len(whole), 11), *ends[:-1], len(whole) - 1}):
        file.write_bytes(whole[:length])
        assert "line" in refusal(file)


Lines = list[bytes]


NOT_WHOLE: dict[str, tuple[Callable[[Lines], Lines], int]] = {
    "a line more": (lambda lines: [*lines, b"{}\n"], 6),
    "the last line twice": (lambda lines: [*lines, lines[-1]], 6),
    "a line less": (lambda lines: [lines[0], *lines[2:]], 5),
    "another order": (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], 1),
    "a line twice": (lambda lines: [lines[0], lines[1], *lines[1:]], 3),
    "an empty line": (lambda lines: [*lines[:2], b"\n", *lines[2:]], 3),
    "deep brackets": (lambda lines: [*lines[:2], b"[" * 100_000 + b"\n", *lines[2:]], 3),
    "a number": (lambda lines: [*lines[:2], b"7\n", *lines[2:]], 3),
    "no text": (lambda lines: [*lines[:2], b'{"a":"\xff"}\n', *lines[2:]], 3),
    "many digits": (lambda lines: [*lines[:2], b'{"a":' + b"9" * 5_000 + b"}\n", *lines[2:]], 3),
    "a newer form": (lambda lines: [lines[0].replace(b":1}", b":2}"), *lines[1:]], 1),
    "another thing": (lambda lines: [lines[0].replace(b"entries", b"entrees", 1), *lines[1:]], 1),
    "other line ends": (lambda lines: [line.replace(b"\n", b"\r\n") for line in lines], 1),
    "lines first": (lambda lines: [lines[0], lines[4], *lines[1:4]], 2),
    "no header": (lambda _lines: [b"\n"], 1),
}


@pytest.mark.parametrize("what", NOT_WHOLE)
def test_a_file_that_is_not_whole_is_refused(file: Path, what: str) -> None:
    change, line = NOT_WHOLE[what]
    file.write_bytes(b"".join(change(file.read_bytes().splitlines(keepends=True))))
    assert f"line {line}: " in refusal(file)
    assert "Nothing was taken in" in refusal(file)


HEADERS: list[Value] = [
    {"id": "ff" * 16},
    {"id": "00" * 16},
    {"id": "AB" * 16},
    {"id": 7},
    {"desk": "00" * 8},
    {"desk": "00" * 7},
    {"seq": 0},
    {"seq": "1"},
    {"seq": True},
    {"seq": 1 << 63},
    {"draft": ""},
    {"at": -1},
    {"at": 1 << 62},
    {"local_day": 0},
    {"local_day": 10_000_000},
    {"offset": 3_000},
    {"collector": "a\x1b[31m"},
    {"collector": "a\nb"},
    {"collector": None},
    {"kind": 1},
    {"version": 0},
    {"version": 1 << 63},
    {"policy": -1},
    {"previous": "zz" * 32},
    {"parts": {}},
    {"parts": ["a"]},
    {"parts": [{"line": 0}]},
    {"extra": 1},
]


@pytest.mark.parametrize("said", HEADERS, ids=map(str, range(len(HEADERS))))
def test_a_header_that_cannot_be_is_refused(file: Path, said: Value) -> None:
    entry = values(file)[1] | said
    with contextlib.suppress(TypeError, KeyError, AttributeError, ValueError):
        entry = sealed(entry)
    assert "line 2: " in refusal(signed(file, [entry]))


def test_a_stamp_far_ahead_is_refused(file: Path) -> None:
    entry = values(file)[1]
    near, far = (1 << 48) - (1 << 40), (1 << 48) - (1 << 40) + 1
    for milliseconds, ahead in ((near, False), (far, True)):
        entry["id"] = milliseconds.to_bytes(6, "big").hex() + "0000" + entry["desk"]
        signed(file, [sealed(entry)])
        if ahead:
            assert "far ahead" in refusal(file)
        else:
            assert len(read_entries(file).entries) == 1


PARTS: list[Value] = [
    {"line": 1},
    {"line": True},
    {"customer_id": 7},
    {"customer_id": None},
    {"customer_id": -1},
    {"salt": "00"},
    {"hash": "00" * 32},
    {"body": 7},
    {"body": "{"},
    {"body": "[]"},
    {"body": '{"facts": []}'},
    {"body": '{"facts":[],"facts":[]}'},
    {"body": '{"facts":[1.5]}'},
    {"body": '{"facts":[NaN]}'},
    {"body": '{"customer":["main"],"facts":[]}'},
    {"body": '{"customer":["main",7],"facts":[]}'},
    {"body": '{"customer":null,"facts":[]}', "customer_id": None},
    {"body": '{"customer":["main","C1"],"facts":{}}'},
    {"body": '{"customer":["main","C1"],"facts":[7]}'},
    {"body": '{"customer":["main","C1"],"facts":[{}]}'},
    {"body": '{"customer":["main","C1"],"facts":[{"is":7}]}'},
    {"body": '{"customer":["main","C2"],"facts":[]}'},
    {"body": "[" * 100_000},
    {"body": '{"customer":["main","C1"],"facts":[],"more":' + "[" * 500 + "]" * 500 + "}"},
    {"body": '{"customer":["main","C1"],"facts":[{"a":' + "[" * 40 + '"é"' + "]" * 40 + ',"is":"x"}]}'},
    {"extra": 1},
]


@pytest.mark.parametrize("said", PARTS, ids=map(str, range(len(PARTS))))
def test_a_part_that_cannot_be_is_refused(file: Path, said: Value) -> None:
    entry = values(file)[1]
    entry["parts"][0] |= said
    if "hash" not in said and "body" in said and isinstance(said["body"], str):
        entry = sealed(entry)
    assert "line 2: " in refusal(signed(file, [entry]))


GOOD: dict[str, Value] = {
    "assignment": {"collector": "bo", "why": "assign", "first": DAY, "terms": "[]"},
    "call": {"outcome": "NA"},
    "coding": {"item_id": 7, "item": "main//1", "document_no": "1", "state": "disputed"},
    "contact": {"contact_id": 7},
    "erasure": {"customer_id": 7},
    "follow_up": {},
    "import": {name: value for name, value in imported(joined()).items() if name != "is"},
    "note": {"text": "a"},
    "about_item": {"item_id": 7, "document_no": "1"},
    "policy": {"key": "office.name", "value": '"Harbor"'},
    "promise": {
        "amount": 1, "currency": "USD", "made_on": DAY, "due_on": DAY, "grace_until": DAY,
    },
    "promise_item": {"item_id": 7, "document_no": "1"},
    "retired_number": {"phone": "1"},
    "root_cause": {"item_id": 7, "item": "main//1", "document_no": "1", "cause": "PRC"},
    "sent": {"what": "activity", "layout": "people", "desk": "00" * 8, "upto": 1, "rows": 1},
    "settled": {"thing": "coding", "key": "7", "target": "ab" * 16},
    "void": {"target": "ab" * 32, "redo": 0},
}  # fmt: skip


def test_every_kind_of_fact_is_checked() -> None:
    assert set(SHAPES) == set(PROJECTIONS) == set(GOOD)


@pytest.mark.parametrize("kind", GOOD)
def test_facts_as_they_should_be_are_taken(file: Path, kind: str) -> None:
    customer = SHAPES[kind].customer is not False
    saying(file, {"is": kind, **GOOD[kind]}, customer=customer)
    (batch,) = read_entries(file).rows.values()
    assert len(batch) == 1
    more = {"is": kind, **GOOD[kind], "taste": "sweet"}
    assert len(read_entries(saying(file, more, customer=customer)).entries) == 1


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind, shape in SHAPES.items() for name in shape.needed]
)
@pytest.mark.parametrize("wrong", ["absent", None, [], {"a": 1}, 1 << 63, -(1 << 64), True, "\x1b"])
def test_a_needed_field_is_there_and_of_its_type(file: Path, kind: str, name: str, wrong: object) -> None:
    fact = {"is": kind, **GOOD[kind]}
    if wrong == "absent":
        del fact[name]
    else:
        fact[name] = wrong
    assert "line 2: " in refusal(saying(file, fact, customer=SHAPES[kind].customer is not False))


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind, shape in SHAPES.items() for name in shape.may]
)
@pytest.mark.parametrize("wrong", [[], 1 << 63, True, "\x00", "4111 1111 1111 1111"])
def test_other_fields_are_of_their_type(file: Path, kind: str, name: str, wrong: object) -> None:
    fact = {"is": kind, **GOOD[kind], name: wrong}
    assert "line 2: " in refusal(saying(file, fact, customer=SHAPES[kind].customer is not False))


WRONG: list[tuple[str, Value, bool]] = [
    ("call", {}, False),
    ("erasure", {}, True),
    ("void", {}, True),
    ("policy", {}, True),
    ("import", {}, True),
    ("void", {"target": "ab" * 8}, False),
    ("void", {"target": "AB" * 16}, False),
    ("void", {"redo": 2}, False),
    ("coding", {"state": "lost"}, True),
    ("coding", {"replaces": ""}, True),
    ("coding", {"disputed": -1}, True),
    ("coding", {"disputed": 2, "splits": [["PRC", 2]]}, True),
    ("coding", {"disputed": 3, "splits": [["PRC", 1], ["QTY", 1]]}, True),
    ("coding", {"disputed": 2, "splits": [["PRC", 2], ["QTY", 0]]}, True),
    ("coding", {"disputed": 2, "splits": [["PRC", 1], ["QTY", "1"]]}, True),
    ("coding", {"disputed": 2, "splits": [["PRC", 1], ["QTY"]]}, True),
    ("coding", {"state": "collectible", "disputed": 2, "splits": [["PRC", 1], ["QTY", 1]]}, True),
    ("coding", {"splits": [["PRC", 1], ["QTY", 1]]}, True),
    ("coding", {"ask": "cash"}, True),
    ("promise", {"amount": 0}, True),
    ("promise", {"currency": "XYZ"}, True),
    ("promise", {"due_on": 0}, True),
    ("follow_up", {"time": 1_440}, True),
    ("note", {"text": "4111 1111 1111 1111"}, True),
    ("note", {"text": "a\u202eb"}, True),
    ("settled", {"thing": "weather"}, True),
    ("policy", {"value": "Harbor"}, False),
    ("policy", {"value": "7"}, False),
    ("policy", {"key": "office.currency", "value": '"XYZ"'}, False),
    ("policy", {"key": "office.country", "value": '"ZZ"'}, False),
    ("policy", {"key": "ledger.main.recipe", "value": '"phone"'}, False),
    ("policy", {"key": "ledger.main.recipe", "value": '"colour"'}, False),
    ("import", {"identity": "ab" * 32}, False),
    ("import", {"ledger": "other"}, False),
    ("import", {"ledger": "a:b"}, False),
    ("import", {"as_of": DAY + 1}, False),
    ("import", {"companies": "x"}, False),
    ("import", {"companies": "{}"}, False),
    ("import", {"totals": "[]"}, False),
    ("import", {"items": 0}, False),
]


@pytest.mark.parametrize(("kind", "said", "customer"), WRONG, ids=map(str, range(len(WRONG))))
def test_facts_that_cannot_be_are_refused(file: Path, kind: str, said: Value, customer: bool) -> None:
    fact = {"is": kind, **GOOD[kind], **said}
    assert "line 2: " in refusal(saying(file, fact, customer=customer))


def test_an_entry_sets_a_thing_once(file: Path) -> None:
    for kind in ("coding", "contact"):
        fact = {"is": kind, **GOOD[kind]}
        assert "twice" in refusal(saying(file, fact, fact))


def test_what_this_program_does_not_know_is_kept(file: Path) -> None:
    strange = {"is": "hologram", "shape": ["cube", 1 << 70]}
    bundle = read_entries(saying(file, strange, {"is": "note", "text": "a"}))
    assert [len(batch) for batch in bundle.rows.values()] == [1]
    bundle = read_entries(saying(file, {"is": "note"}, strange, kind="meeting", version=9))
    assert not bundle.rows
    assert bundle.unknown == 1


def text(packed: bytes) -> str:
    return base64.b64encode(packed).decode()


NOT_NAMED: dict[str, tuple[Value, int]] = {
    "another place": ({"number": 1}, 5),
    "more to come": ({"of": 2}, 6),
    "none of none": ({"of": 0}, 5),
    "a stranger": ({"import": "ab" * 32}, 5),
    "no name": ({"import": "x"}, 5),
    "no base64": ({"lines": "****"}, 5),
    "no text": ({"lines": 7}, 5),
    "nothing": ({"lines": ""}, 5),
    "perhaps trimmed": ({"trimmed": False}, 5),
    "another field": ({"extra": 1}, 5),
    "not packed": ({"lines": text(b"no zip")}, 5),
    "more behind": ({"lines": text(chunk(joined()) + b"x")}, 5),
    "cut short": ({"lines": text(chunk(joined())[:-4])}, 5),
    "a line more": ({"lines": text(chunk(joined(), joined()))}, 5),
    "no lines": ({"lines": text(chunk())}, 5),
    "a bomb": ({"lines": text(zlib.compress(b"0" * (80 << 20)))}, 5),
    "no UTF-8": ({"lines": text(zlib.compress(b"\xff"))}, 5),
}


@pytest.mark.parametrize("what", NOT_NAMED)
def test_lines_that_an_import_does_not_name_are_refused(file: Path, what: str) -> None:
    said, line = NOT_NAMED[what]
    *entries, lines = values(file)[1:]
    assert f"line {line}: " in refusal(signed(file, [*entries, lines | said]))


@pytest.mark.parametrize(
    "said",
    [
        {"currency": "XYZ"},
        {"type": "present"},
        {"customer_no": ""},
        {"amount": ""},
        {"amount": "1.5"},
        {"open_amount": "9" * 19},
        {"due_date": "0"},
        {"document_date": "9999999"},
        {"fiscal_year": "20260"},
        {"text": "\x1b]0;title\x07"},
        {"text": "a\u202eb"},
        {"text": FIELD_MARK},
        {"text": "a\nb"},
    ],
)
def test_lines_that_no_reader_makes_are_refused(file: Path, said: dict[str, str]) -> None:
    line = joined(**said)
    fact = imported(*line.split("\n"))
    entry = values(saying(file, fact, customer=False))[1]
    lines = {
        "import": fact["identity"], "number": 0, "of": 1, "lines": base64.b64encode(chunk(line)).decode(),
    }  # fmt: skip
    assert "line 3: " in refusal(signed(file, [entry, lines]))


def test_lines_may_lack_those_of_erased_customers_only(file: Path, store: Store) -> None:
    *entries, lines = values(file)[1:]
    lines |= {"lines": base64.b64encode(chunk()).decode(), "trimmed": True}
    bundle = read_entries(signed(file, [*entries, lines]))
    with store.writing() as connection, pytest.raises(FileRefused, match="line 5"):
        news_of(connection, bundle)


def test_what_is_received_is_what_was_sent(file: Path, source: Store, store: Store) -> None:
    bundle = read_entries(file)
    with store.writing() as connection:
        news = news_of(connection, bundle)
        assert (len(news.entries), news.same, len(news.lines)) == (3, 0, 1)
        receive(connection, bundle, news)
        assert news_of(connection, bundle).nothing
        assert list(chain.verify(connection)) == []
    for name in ("entry", "part", "call", "import_fact", "import_chunk"):
        assert rows(store, f"SELECT * FROM {name}") == rows(source, f"SELECT * FROM {name}")


NUMBERS = st.lists(st.integers(1, 30), max_size=20)


@HASTY
@given(batches=st.lists(NUMBERS, max_size=5))
def test_missing_numbers_are_those_that_never_came(batches: list[list[int]]) -> None:
    here, seen = chain.Chain(), set[int]()
    for batch in batches:
        here = here.with_numbers(batch)
        seen.update(batch)
    last = max(seen, default=0)
    assert here.last == last
    missing = [number for low, high in here.missing for number in range(low, high + 1)]
    assert missing == [number for number in range(1, last) if number not in seen]
    assert all(low <= high for low, high in here.missing)
    assert all(high + 1 < low for (_, high), (low, _) in zip(here.missing, here.missing[1:], strict=False))
    first = next((number for number in range(1, last + 2) if number not in seen), 1)
    assert here.whole_up_to == first - 1
