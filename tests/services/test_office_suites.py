"""An office suite opens what was exported: nothing runs, amounts and dates are what they are."""

import csv
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from arcollect_tui.services.calls import CallDraft, PromiseDraft, log_call
from arcollect_tui.services.exports import export
from tests.services.offices import Line, customer, office_at, take_in

SUITE = shutil.which("soffice") or shutil.which("libreoffice") or ""
RUNS = '=HYPERLINK("http://example.invalid","x")'
needs_suite = pytest.mark.skipif(not SUITE, reason="LibreOffice (soffice) is not on this machine")


@needs_suite
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize("sign", ["=1+1", "+1+1", "-1+1", "@SUM(1)", RUNS])
def test_nothing_runs_in_libreoffice(tmp_path: Path, suffix: str, sign: str) -> None:
    with office_at(tmp_path / "office") as office:
        take_in(office, tmp_path, [Line("1001")])
        promise = PromiseDraft(1_234_50, "USD", date(2026, 11, 27))
        log_call(office, CallDraft(customer(office), "PP", note=sign, promise=promise))
        source = export(office, "activity", tmp_path / f"a{suffix}").path
    out = tmp_path / "out"
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    target = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
    subprocess.run(
        [SUITE, profile, "--headless", "--convert-to", target, "--outdir", str(out), str(source)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    with (out / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["note"].removeprefix("'") == sign
    assert row["promise_amount"].replace(",", "") == "1234.50"
    assert "2026" in row["promise_on"]
