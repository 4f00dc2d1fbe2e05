"""A register that lives in a workbook comes in as it is: title, days as numbers, sheets."""
import json
import pathlib
import sys
import unittest
import zipfile
from xml.sax.saxutils import escape

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from live_server import SharedServerTest  # noqa: E402

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DAY = 43499  # 2019-02-03, as spreadsheets count
ROWS = [["CSI register of the service desk"], [],
        ["Opportunity number", "Date raised", "Title", "Priority", "Raised by", "Status", "Cost"],
        ["CSI-1", DAY, "Faster restores", "High", "Olga Berg", "Done", 1200.5],
        [],
        ["CSI-2", DAY + 30, "Fewer bypassed releases", "Low", "Olga Berg", "Open", ""],
        ["CSI-3", "31/31/2030", "Shorter queues", "Low", "Olga Berg", "Open", ""]]


def sheet_xml(rows) -> str:
    body = ""
    for number, row in enumerate(rows, start=1):
        cells = ""
        for column, value in enumerate(row):
            place = f"{chr(ord('A') + column)}{number}"
            if isinstance(value, (int, float)):
                cells += f'<c r="{place}"><v>{value}</v></c>'
            elif value:
                cells += f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        body += f'<row r="{number}">{cells}</row>'
    return f'<worksheet xmlns="{SPREADSHEET}"><sheetData>{body}</sheetData></worksheet>'


def write_workbook(path: pathlib.Path, sheets: dict[str, list]) -> None:
    """As little of a workbook as a reader must take."""
    named = "".join(f'<sheet name="{name}" sheetId="{i}" r:id="r{i}"/>'
                    for i, name in enumerate(sheets, start=1))
    related = "".join(f'<Relationship Id="r{i}" Type="{RELATIONS}/worksheet" '
                      f'Target="worksheets/sheet{i}.xml"/>' for i in range(1, len(sheets) + 1))
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("xl/workbook.xml", f'<workbook xmlns="{SPREADSHEET}" '
                      f'xmlns:r="{RELATIONS}"><sheets>{named}</sheets></workbook>')
        made.writestr("xl/_rels/workbook.xml.rels",
                      f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>')
        for i, rows in enumerate(sheets.values(), start=1):
            made.writestr(f"xl/worksheets/sheet{i}.xml", sheet_xml(rows))


class RegisterWorkbook(SharedServerTest):
    PREPARED = (("person", "create", "olga", "--display-name", "Olga Berg"),)

    def test_rg8_a_register_in_a_workbook_comes_in(self):
        path = self.server.root / "Register.XLSX"
        write_workbook(path, {"Register": ROWS, "Empty": []})
        mapping = self.server.root / "mapping.yaml"
        mapping.write_text("currency: EUR")
        done = self.call(3, "opportunity", "import", str(path), "--mapping", str(mapping))
        self.assertIn("3 rows: 2 imported, 0 already there, 1 refused", done.stdout + done.stderr)
        # The row as the spreadsheet numbers it.
        self.assertIn("line 7: refused, FIELD_INVALID: raise_date", done.stderr)
        shown = self.call(0, "opportunity", "list", "--output", "json")
        entries = {each["external_number"]: each
                   for each in json.loads(shown.stdout)["opportunities"]}
        self.assertEqual(entries["CSI-1"]["raise_date"], {"year": 2019, "month": 2, "day": 3})
        self.assertEqual(entries["CSI-1"]["cost"], {"currency_code": "EUR", "units": "1200",
                                                    "nanos": 500000000})
        self.assertEqual(entries["CSI-1"]["state"], "OPPORTUNITY_STATE_CLOSED")
        self.assertEqual(entries["CSI-2"]["title"], "Fewer bypassed releases")

    def test_rg8_of_several_sheets_one_must_be_named(self):
        path = self.server.root / "two.xlsx"
        write_workbook(path, {"2019": ROWS, "2020": ROWS})
        refused = self.call(3, "opportunity", "import", str(path), "--dry-run")
        self.assertIn('several sheets: "2019", "2020". Name the one with the register: '
                      "--sheet NAME", refused.stderr)
        taken = self.call(3, "opportunity", "import", str(path), "--sheet", "2020", "--dry-run")
        self.assertIn("3 rows", taken.stdout)
        missing = self.call(3, "opportunity", "import", str(path), "--sheet", "2021")
        self.assertIn('there is no sheet "2021"', missing.stderr)

    def test_rg8_what_is_no_workbook_is_refused_by_name(self):
        path = self.server.root / "broken.xlsx"
        path.write_bytes(b"PK\x03\x04 not really")
        self.assertIn("zip", self.call(3, "opportunity", "import", str(path)).stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
