// Writing a workbook of one sheet, with as little as spreadsheets accept: texts
// stand in their cells, sections are merged across the table.
#include <string>

#include "common/base/strings.h"
#include "services/raci/formats/workbook.h"
#include "services/raci/formats/xml_reader.h"
#include "services/raci/formats/zip_archive.h"

namespace csi::raci {
namespace {

constexpr char kDeclaration[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
#define CSI_OOXML "http://schemas.openxmlformats.org/"

constexpr char kContentTypes[] =
    "<Types xmlns=\"" CSI_OOXML
    "package/2006/content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/"
    "vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/"
    "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
    "<Override PartName=\"/xl/styles.xml\" ContentType=\"application/"
    "vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>"
    "<Override PartName=\"/xl/worksheets/sheet1.xml\" "
    "ContentType=\"application/"
    "vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
    "</Types>";
constexpr char kRelations[] =
    "<Relationships xmlns=\"" CSI_OOXML
    "package/2006/relationships\">"
    "<Relationship Id=\"rId1\" Type=\"" CSI_OOXML
    "officeDocument/2006/relationships/officeDocument\" "
    "Target=\"xl/workbook.xml\"/></Relationships>";
constexpr char kWorkbook[] =
    "<workbook xmlns=\"" CSI_OOXML
    "spreadsheetml/2006/main\" xmlns:r=\"" CSI_OOXML
    "officeDocument/2006/relationships\"><sheets>"
    "<sheet name=\"RACI\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
constexpr char kWorkbookRelations[] =
    "<Relationships xmlns=\"" CSI_OOXML
    "package/2006/relationships\">"
    "<Relationship Id=\"rId1\" Type=\"" CSI_OOXML
    "officeDocument/2006/relationships/worksheet\" "
    "Target=\"worksheets/sheet1.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"" CSI_OOXML
    "officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>"
    "</Relationships>";
// Style 0 is plain, style 1 bold: the head and the sections.
constexpr char kStyles[] =
    "<styleSheet xmlns=\"" CSI_OOXML
    "spreadsheetml/2006/main\"><fonts count=\"2\"><font><sz val=\"11\"/>"
    "<name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/>"
    "<name val=\"Calibri\"/></font></fonts><fills count=\"2\"><fill>"
    "<patternFill patternType=\"none\"/></fill><fill>"
    "<patternFill patternType=\"gray125\"/></fill></fills>"
    "<borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/>"
    "</cellStyleXfs><cellXfs count=\"2\"><xf fontId=\"0\"/>"
    "<xf fontId=\"1\" applyFont=\"1\"/></cellXfs></styleSheet>";

std::string ColumnName(size_t column) {
  std::string letters;
  for (size_t left = column + 1; left > 0; left = (left - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (left - 1) % 26));
  }
  return letters;
}

class SheetWriter {
 public:
  void Row(const std::vector<std::string>& cells, bool bold) {
    StrAppend(&data_, "<row r=\"", ++row_, "\">");
    for (size_t i = 0; i < cells.size(); ++i) {
      if (cells[i].empty()) continue;
      StrAppend(&data_, "<c r=\"", ColumnName(i), row_, "\"",
                bold ? " s=\"1\"" : "",
                " t=\"inlineStr\"><is><t xml:space=\"preserve\">",
                XmlText(cells[i]), "</t></is></c>");
    }
    data_ += "</row>";
  }

  void Section(const std::string& title, size_t width) {
    Row({title}, true);
    StrAppend(&merged_, "<mergeCell ref=\"A", row_, ":", ColumnName(width - 1),
              row_, "\"/>");
    ++sections_;
  }

  std::string Xml() const {
    std::string xml =
        StrCat(kDeclaration, "<worksheet xmlns=\"", CSI_OOXML,
               "spreadsheetml/2006/main\"><sheetData>", data_, "</sheetData>");
    if (sections_ > 0) {
      StrAppend(&xml, "<mergeCells count=\"", sections_, "\">", merged_,
                "</mergeCells>");
    }
    return xml + "</worksheet>";
  }

 private:
  std::string data_;
  std::string merged_;
  size_t row_ = 0;
  size_t sections_ = 0;
};

}  // namespace

absl::StatusOr<std::string> WriteWorkbook(const Table& table) {
  SheetWriter sheet;
  sheet.Row(table.head, true);
  std::string section;
  for (size_t i = 0; i < table.rows.size(); ++i) {
    if (i < table.sections.size() && table.sections[i] != section) {
      section = table.sections[i];
      sheet.Section(section.empty() ? "-" : section, table.head.size());
    }
    sheet.Row(table.rows[i], false);
  }
  return WriteZip(
      {{"[Content_Types].xml", StrCat(kDeclaration, kContentTypes)},
       {"_rels/.rels", StrCat(kDeclaration, kRelations)},
       {"xl/workbook.xml", StrCat(kDeclaration, kWorkbook)},
       {"xl/_rels/workbook.xml.rels", StrCat(kDeclaration, kWorkbookRelations)},
       {"xl/styles.xml", StrCat(kDeclaration, kStyles)},
       {"xl/worksheets/sheet1.xml", sheet.Xml()}});
}

#undef CSI_OOXML

}  // namespace csi::raci
