"""Tables out of the store and back in: nothing lost, nothing overwritten, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import openpyxl
import pytest
from commands import run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench import desk
from workbench.errors import DamagedFile, EmptyDocument, InputError, NotAllowed, UsageError
from workbench.export import COLUMNS, is_verdict_table, read_verdicts
from workbench.export.workbook import CUT, MOST_CHARACTERS, unwritten, written
from workbench.ratings import Rating, Scale
from workbench.store import Filter, Store, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Make = Callable[..., dict[str, Any]]

SCHEMAS = Path(__file__).parent / "schemas"
HOSTILE = (
    "=HYPERLINK(1)", "+1", "-1", "@x", "\t=1", "＝1", "<script>", '"><img onerror=x>', "\u202eevil\u202c", "**b**",
    "'quoted", "''=1", "#N/A", "_x0041_", "a\x01b\x0bc", "one\r\ntwo\nthree", "日本 😀", "1;2,3\t4", "TRUE", "1e5",
    " x ",
)  # fmt: skip


@pytest.fixture
def store_url(tmp_path: Path) -> str:
    """What goes through a table does not depend on the kind of store."""
    return str(tmp_path / "reviews.db")


def exported(store: Store, form: str, chosen: Filter = desk.EVERYTHING, **options: Any) -> bytes:
    return b"".join(desk.export(desk.Selection(store, chosen), form, **options))


@pytest.fixture
def decided(filled: Store) -> Store:
    """A store with verdicts, a dismissal and a wish for a second opinion, whose notes are hostile."""
    filled.decide("orm-1", 0, "true", reviewer="Ada", note="\n".join(HOSTILE))
    filled.decide("orm-2", 0, "false", reviewer="=Bert", note=HOSTILE[0], second_opinion=True)
    filled.dismiss("ulm-1", 0, "repeated", reviewer="Ada", note="see orm")
    return filled


@pytest.fixture(params=["csv", "xlsx"])
def table(request: pytest.FixtureRequest, decided: Store, tmp_path: Path) -> Path:
    """The verdict table of a store, in each of its forms."""
    file = tmp_path / f"verdicts.{request.param}"
    file.write_bytes(exported(decided, request.param))
    return file


def cells_of(store: Store) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported(store, "csv").decode(), newline="")))


def fresh(tmp_path: Path, make_record: Make, text: str) -> Store:
    """Another store with the same documents and no verdict."""
    store = Store.open(str(tmp_path / "fresh.db"))
    for name in ("orm", "ulm"):
        store.put_document(make_record(name), text)
    return store


def test_verdicts_come_back_without_loss(
    decided: Store, table: Path, tmp_path: Path, make_record: Make, text: str
) -> None:
    """What was exported and brought into another store is exported from there the same, cell by cell."""
    with fresh(tmp_path, make_record, text) as other:
        found = desk.bring_back(other, table)
        assert (3, 0, []) == (found.count("stored"), found.count("conflict"), found.troubles)
        assert f"{table}: 3 verdicts stored, 3 rows without a verdict" == str(found)
        assert cells_of(decided) == cells_of(other)
        assert not other.claim("orm-1").stale
        assert [] == other.verify()
        again = desk.bring_back(other, table)
        assert (0, 3) == (again.count("stored"), again.count("same"))
        assert 1 == len(other.history("orm-1"))


def test_conflicts_are_told_and_nothing_is_overwritten(decided: Store, table: Path) -> None:
    """Another verdict, another note or a dismissal stays as it is; the line, both verdicts and their names are told."""
    decided.decide("orm-1", 1, "false", reviewer="Cy")
    decided.undo("ulm-1", 1, reviewer="Ada")
    decided.decide("ulm-1", 2, "true", reviewer="Cy", note="a claim after all")
    before = cells_of(decided)
    found = desk.bring_back(decided, table)
    assert (0, 1, 2) == (found.count("stored"), found.count("same"), found.count("conflict"))
    assert f"{table}:2: orm-1: conflict: 'false' by Cy is here, 'true' by Ada" in found.troubles[0]
    assert "'true' by Cy (a claim after all) is here, dismissed (repeated) by Ada was brought" in found.troubles[1]
    assert before == cells_of(decided)


def test_a_verdict_on_what_has_changed_is_stale(
    table: Path, tmp_path: Path, make_record: Make, make_claim: Make, text: str
) -> None:
    """A verdict given on another working is stored with what its reviewer saw, and shown as stale."""
    with fresh(tmp_path, make_record, text) as other:
        changed = make_claim("orm-1", "12%", outcome="contradicted", working="ferry_growth X-ORM 2021 = 9.9")
        other.put_document(make_record("orm", [changed]), text)
        found = desk.bring_back(other, table)
        assert (3, 0) == (found.count("stored"), found.count("conflict"))
        (stale,) = other.stale()
        assert ("orm-1", "supported", "contradicted") == (stale.claim.id, stale.old["outcome"], stale.new["outcome"])
        assert ("outcome", "working") == stale.changed


def test_rows_that_make_no_verdict_are_told(filled: Store) -> None:
    """An unknown claim, a rating of another scale, a date that is none: each is told, the rest is stored."""
    rows = [
        {"claim_id": "nobody", "review_rating": "true"},
        {"claim_id": "orm-1", "review_rating": "pants_on_fire"},
        {"claim_id": "orm-1", "review_rating": "true", "review_date": "last week"},
        {"claim_id": "orm-1", "review_rating": "", "dismissed": "boring"},
        {"claim_id": "orm-2", "review_rating": "true"},
        {"claim_id": "ulm-1", "review_rating": ""},
    ]
    found = desk.bring_back_rows(filled, enumerate(rows, 2), "t.csv")
    assert ["unknown", "refused", "refused", "refused", "stored"] == [state.state for _, state in found.rows]
    assert 1 == found.undecided
    for line, told in zip(found.troubles, ("import its document", "pants_on_fire", "last week", "boring"), strict=True):
        assert told in line
    assert "true" == filled.claim("orm-2").rating
    assert [] == filled.verify()


# Spreadsheets


def test_the_workbook_has_types(decided: Store) -> None:
    """Numbers and days are what they are, so that they sort and add up; texts are texts, whatever they look like."""
    sheet = openpyxl.load_workbook(io.BytesIO(exported(decided, "xlsx"))).active
    rows = list(sheet.iter_rows())
    header = [cell.value for cell in rows[0]]
    assert list(COLUMNS) == header
    first = dict(zip(header, rows[1], strict=True))
    assert (34, 12, 0.9) == tuple(first[name].value for name in ("start", "value", "checkworthy"))
    assert datetime(2022, 1, 15) == first["claim_date"].value  # noqa: DTZ001 - a workbook knows no zones
    at = datetime.fromisoformat(decided.claim("orm-1").decided_at or "").astimezone(UTC).replace(tzinfo=None)
    assert at == first["review_date"].value
    assert {"s", "inlineStr", "n", "d"} >= {cell.data_type for row in rows for cell in row}
    assert "=" == first["bound"].value
    assert (f"A1:{rows[0][-1].column_letter}7", "B2") == (sheet.auto_filter.ref, sheet.freeze_panes)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_a_formula_in_the_workbook(filled: Store, tmp_path: Path, text: str) -> None:
    """A note that looks like a formula, an error, an escape or markup is the same text in the workbook and back."""
    filled.decide("orm-1", 0, "true", reviewer="Ada", note=text)
    file = tmp_path / "v.xlsx"
    file.write_bytes(exported(filled, "xlsx", Filter(state="decided")))
    with zipfile.ZipFile(file) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")
    assert [text] == [cells["review_note"] for _, cells in read_verdicts(file)]


@given(st.text())
def test_what_a_workbook_cannot_hold_comes_back(text: str) -> None:
    """Signs that XML forbids are written as workbooks do, and read as they were."""
    assert text == unwritten(written(text))


def test_a_cell_holds_so_much(filled: Store, tmp_path: Path) -> None:
    """A longer text is cut where it says so, instead of a workbook that does not open."""
    filled.decide("orm-1", 0, "true", reviewer="Ada", note="x" * 40_000)
    file = tmp_path / "v.xlsx"
    file.write_bytes(exported(filled, "xlsx", Filter(state="decided")))
    ((_, cells),) = read_verdicts(file)
    assert MOST_CHARACTERS == len(cells["review_note"])
    assert cells["review_note"].endswith(CUT)


def test_a_spreadsheet_knows_a_marked_csv(decided: Store, tmp_path: Path) -> None:
    """The mark stands before the header alone; our reader and every reader of UTF-8 with a mark skips it."""
    marked, plain = exported(decided, "csv", bom=True), exported(decided, "csv")
    assert b"\xef\xbb\xbf" + plain == marked
    file = tmp_path / "v.csv"
    file.write_bytes(marked)
    assert 6 == len(list(read_verdicts(file)))


@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_csv_of_another_language_is_read(decided: Store, tmp_path: Path, mark: str) -> None:
    """A spreadsheet that saves semicolons or tabs between the cells is understood."""
    rows = list(csv.reader(io.StringIO(exported(decided, "csv").decode(), newline="")))
    file = tmp_path / "v.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as output:
        csv.writer(output, delimiter=mark).writerows(rows)
    found = desk.bring_back(decided, file)
    assert (3, []) == (found.count("same"), found.troubles)


def test_the_line_is_that_of_the_file(filled: Store, tmp_path: Path) -> None:
    """A row after one of several lines is told by its line in the file."""
    file = tmp_path / "v.csv"
    file.write_bytes(b'claim_id,review_rating,review_note\r\norm-1,true,"a\r\nb\r\nc"\r\nnobody,true,\r\n')
    assert [f"{file}:5: nobody: unknown: no claim 'nobody': import its document first"] == desk.bring_back(
        filled, file
    ).troubles


def test_a_broken_workbook_is_told(tmp_path: Path) -> None:
    """A file that only calls itself a workbook, and one of something else, are refused by name."""
    file = tmp_path / "v.xlsx"
    file.write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(DamagedFile, match="no workbook"):
        list(read_verdicts(file))
    book = openpyxl.Workbook()
    book.active.append(["name", "age"])
    book.save(file)
    with pytest.raises(InputError, match="the header lacks claim_id, review_rating"):
        list(read_verdicts(file))
    assert not is_verdict_table(file)


# What is exported


@pytest.mark.parametrize(
    ("chosen", "documents", "expected"),
    [
        (desk.EVERYTHING, (), ["orm-1", "orm-2", "orm-3", "ulm-1", "ulm-2", "ulm-3"]),
        (Filter(), (), ["orm-1", "orm-2", "ulm-1", "ulm-2"]),
        (Filter(worthy_only=False), ("ulm",), ["ulm-1", "ulm-2", "ulm-3"]),
        (Filter(state="decided"), (), ["orm-1", "orm-2"]),
        (Filter(state="dismissed"), (), ["ulm-1"]),
        (Filter(state="open"), (), ["ulm-2"]),
        (Filter(reviewer="Ada"), (), ["orm-1", "ulm-1"]),
        (Filter(outcome="contradicted"), ("orm",), ["orm-2"]),
        (Filter(rating="true"), ("ulm",), []),
        (Filter(disagreement=True), (), []),
    ],
)
def test_an_export_has_what_was_chosen(
    decided: Store, chosen: Filter, documents: tuple[str, ...], expected: list[str]
) -> None:
    """State, reviewer, outcome, rating and documents choose the claims of every form."""
    selection = desk.Selection(decided, chosen, documents=documents)
    forms = {form: b"".join(desk.export(selection, form)) for form in desk.FORMS}
    assert len(expected) == len(selection)
    assert expected == [row["claim_id"] for row in csv.DictReader(io.StringIO(forms["csv"].decode()))]
    lines = [json.loads(line) for line in forms["jsonl"].decode().split("\n") if line]
    assert expected == [claim["id"] for line in lines for claim in line["claims"]]
    sheet = openpyxl.load_workbook(io.BytesIO(forms["xlsx"])).active
    assert expected == [cell.value for cell in sheet["A"][1:]]
    reviewed = [name for name in expected if name in ("orm-1", "orm-2")]
    assert len(reviewed) == len(json.loads(forms["claimreview"]))
    assert forms["html"].startswith(b"<!DOCTYPE html>")
    with pytest.raises(UsageError, match="no format 'pdf'"):
        desk.export(selection, "pdf")


def test_an_export_of_a_viewer_shows_what_they_may_see(filled: Store) -> None:
    """Under blind review an export holds one's own verdict, and a stranger gets none at all."""
    filled.team.set_role("Olga", "owner", by="Olga")
    for name in ("Ada", "Bert"):
        filled.team.set_role(name, "reviewer", by="Olga")
    filled.team.assign(["orm-1"], ["Ada", "Bert"], by="Olga", blind=True)
    filled.decide("orm-1", 0, "false", reviewer="Ada", note="mine alone")
    seen = {
        who: b"".join(desk.export(desk.Selection(filled, viewer=who), "csv")).count(b"mine alone")
        for who in ("Ada", "Bert", "Olga", None)
    }
    assert {"Ada": 1, "Bert": 0, "Olga": 0, None: 0} == seen
    with pytest.raises(NotAllowed):
        desk.Selection(filled, viewer="Eve")


@pytest.mark.parametrize("form", ["jsonl", "claimreview"])
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(note=st.text(max_size=50), name=st.text(max_size=20), rating=st.sampled_from(["true", "outdated"]))
def test_json_forms_keep_to_their_schemas(filled: Store, form: str, note: str, name: str, rating: str) -> None:
    """Whatever was noted by whomever, every line and every ClaimReview holds to its schema."""
    filled.decide("orm-1", filled.claim("orm-1").rev, rating, reviewer=name, note=note)
    content = exported(filled, form).decode("utf8", "surrogatepass")
    if form == "claimreview":
        schema = json.loads((SCHEMAS / "claimreview.schema.json").read_text(encoding="utf8"))
        jsonschema.validate(json.loads(content), schema)
        return
    schema = json.loads((SCHEMAS / "verdict_line.schema.json").read_text(encoding="utf8"))
    for line in content.removesuffix("\n").split("\n"):
        jsonschema.validate(json.loads(line), schema)


def test_a_scale_of_ones_own_goes_out_and_comes_in(tmp_path: Path, make_record: Make, text: str) -> None:
    """Codes, labels and numbers of a project's scale stand in the exports, and only they come back in."""
    scale = Scale((Rating("pinocchio", "Four Pinocchios", "1", 4), Rating("geppetto", "Geppetto", "2", 0)), 0, 4)
    with Store.open(str(tmp_path / "a.db"), scale=scale) as store:
        store.put_document(make_record(), text)
        store.decide("orm-1", 0, "pinocchio", reviewer="Ada")
        (review,) = json.loads(exported(store, "claimreview"))
        assert ("Four Pinocchios", 4, 0, 4) == tuple(
            review["reviewRating"][name] for name in ("alternateName", "ratingValue", "bestRating", "worstRating")
        )
        told = [found.state for found in store.bring_in([Verdict("orm-2", "true"), Verdict("orm-2", "geppetto")])]
        assert ["refused", "stored"] == told


# A table of claims


def test_a_pasted_table_becomes_documents() -> None:
    """Rows of one speaker, day and address are one document; each has its own day, speaker and address."""
    pasted = (
        "Statement\tWho\tSaid on\tURL\n"
        "Exports rose by 5%.\tA. Minister\t2022-12-30\thttps://example.org/a\n"
        '"Imports fell by 3%,\nshe said."\tA. Minister\t2022-12-30\thttps://example.org/a\n'
        "\n"
        "Prices doubled.\tB. Speaker\t13.07.2021\t\n"
    )
    found = desk.pasted_claims(pasted)
    first, second = found.documents
    assert ("Exports rose by 5%.\n\nImports fell by 3%,\nshe said.\n", "A. Minister") == (first.text, first.author)
    assert (date(2022, 12, 30), "https://example.org/a", "Claims by A. Minister") == (
        first.published, first.url, first.title,
    )  # fmt: skip
    assert (date(2021, 7, 13), "B. Speaker") == (second.published, second.author)
    assert (3, ()) == (found.rows, found.notes)
    assert found == desk.pasted_claims(pasted)
    assert first.id != desk.pasted_claims(pasted.replace("5%", "6%")).documents[0].id


@pytest.mark.parametrize(
    ("pasted", "texts"),
    [
        ("Exports rose by 5%.\nImports fell, by 3%.\n", ["Exports rose by 5%.\n\nImports fell, by 3%.\n"]),
        ("claim;date\nExports rose by 5%, it says.;2022-01-01\n", ["Exports rose by 5%, it says.\n"]),
        ('claim,date\n"Exports rose, by 5%.",2022-01-01\n', ["Exports rose, by 5%.\n"]),
        ("\ufeffClaim_Text\nExports rose by 5%.\n", ["Exports rose by 5%.\n"]),
    ],
)
def test_tables_of_many_makes_are_read(pasted: str, texts: list[str]) -> None:
    """One column without a header, semicolons, commas within quotes, a mark before the header."""
    assert texts == [document.text for document in desk.pasted_claims(pasted).documents]


@pytest.mark.parametrize(
    ("pasted", "error", "message"),
    [
        ("", EmptyDocument, "no claim"),
        ("claim\tdate\n", EmptyDocument, "below its header"),
        ("colour\tsize\nred\t5\n", UsageError, "no column of the table is called claim"),
    ],
)
def test_a_table_without_claims_is_told(pasted: str, error: type[InputError], message: str) -> None:
    """What is missing is named, with the columns that are understood."""
    with pytest.raises(error, match=message) as caught:
        desk.pasted_claims(pasted)
    assert caught.value.hint


def test_rows_with_a_doubtful_date_are_told() -> None:
    """A day that can be read in two ways is not guessed; a row without one takes the day given for all."""
    found = desk.pasted_claims("claim\tdate\nA 5% rise.\t03/04/2022\nB 6% rise.\t\n\t2022-01-01\n")
    assert ("row 2: '03/04/2022' is no date", "row 3: no date", "row 4: no claim in it") == found.notes
    assert ["A 5% rise.\n\nB 6% rise.\n"] == [each.text for each in found.documents if each.published is None]
    day = date(2022, 5, 6)
    assert [day] == [document.published for document in desk.pasted_claims("A 5% rise.", published=day).documents]


def test_a_bad_table_hides_no_other(tmp_path: Path, filled: Store, store_url: str) -> None:
    """What cannot be read is told with file and remedy, the rest is brought in, and the status is 2."""
    good, odd, cut = (tmp_path / name for name in ("good.csv", "odd.csv", "cut.xlsx"))
    good.write_text("claim_id,review_rating\norm-1,true\n", encoding="utf8")
    odd.write_text("colour,size\nred,5\n", encoding="utf8")
    cut.write_bytes(exported(filled, "xlsx")[:3_000])
    done = run("import", str(odd), str(cut), str(good), "--database", store_url)
    assert (2, f"{good}: 1 verdict stored\n") == (done.status, done.out)
    assert f"{odd}: no column of the table is called claim" in done.err
    assert f"{cut}: no workbook" in done.err
    assert "true" == filled.claim("orm-1").rating


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_workbook_is_told(filled: Store, tmp_path: Path, data: st.DataObject) -> None:
    """Whatever part of a workbook is spoilt, it is read or refused by name, and never ends in another error."""
    packed = zipfile.ZipFile(io.BytesIO(exported(filled, "xlsx")))
    parts = {name: packed.read(name) for name in packed.namelist()}
    spoilt = data.draw(st.sampled_from(sorted(parts)))
    at = data.draw(st.integers(0, len(parts[spoilt]) - 1))
    parts[spoilt] = parts[spoilt][:at] + data.draw(st.binary(max_size=8)) + parts[spoilt][at + 4 :]
    file = tmp_path / "v.xlsx"
    with zipfile.ZipFile(file, "w") as output:
        for name, content in parts.items():
            output.writestr(name, content)
    refused = ""
    try:
        list(read_verdicts(file))
    except InputError as error:
        refused = error.file
    assert refused in ("", str(file))


def test_tables_by_command(tmp_path: Path) -> None:
    """Claims come in as a table, go out as a marked CSV, are rated in it and come back; a conflict ends with 1."""
    database = ["--database", str(tmp_path / "a.db")]
    claims, verdicts = tmp_path / "claims.csv", tmp_path / "verdicts.csv"
    claims.write_text("claim,speaker,date\nUnemployment in Spain fell by 5% in 2021.,A. Minister,2022-01-05\n")
    done = run("import", str(claims), *database)
    assert (0, "") == (done.status, done.err)
    assert done.out.endswith(": 1 claim (1 new)\n")
    untold = run("export", "--format", "claimreview", *database)
    assert (0, True) == (untold.status, "no claim has a verdict yet" in untold.err)
    assert 0 == run("export", "--bom", "--output", str(verdicts), *database).status
    header, row = csv.reader(verdicts.read_text(encoding="utf-8-sig").splitlines())
    for rating, status, told in (("false", 0, "1 verdict stored"), ("true", 1, "1 conflict")):
        row[header.index("review_rating")] = rating
        with verdicts.open("w", encoding="utf8", newline="") as file:
            csv.writer(file).writerows([header, row])
        done = run("import", str(verdicts), *database)
        assert (status, f"{verdicts}: {told}\n") == (done.status, done.out), done.err
    assert f"{verdicts}:2: {row[0]}: conflict: 'false' is here, 'true' was brought\n" == done.err
    book = tmp_path / "v.xlsx"
    assert 0 == run("export", "--format", "xlsx", "--state", "decided", "--output", str(book), *database).status
    assert ["false"] == [cells["review_rating"] for _, cells in read_verdicts(book)]
    nothing = run("export", "--document", "elsewhere", *database)
    assert (0, "note: no claim passes these filters; the file holds none\n") == (nothing.status, nothing.err)
    done = run("export", "--state", "tired", *database)
    assert (2, True) == (done.status, "no state 'tired' (one of open, decided" in done.err)
