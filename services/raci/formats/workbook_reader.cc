// Reading a workbook: which sheets there are, their texts, their merged cells.
#include <algorithm>
#include <map>

#include "common/base/strings.h"
#include "common/status/status.h"
#include "services/raci/formats/limits.h"
#include "services/raci/formats/sheet_reader.h"
#include "services/raci/formats/workbook.h"
#include "services/raci/formats/xml_reader.h"
#include "services/raci/formats/zip_archive.h"
#include "services/raci/table/cell_text.h"

namespace csi::raci {
namespace {

constexpr char kWorkbookPart[] = "xl/workbook.xml";
constexpr char kRelationsPart[] = "xl/_rels/workbook.xml.rels";
constexpr char kStringsPart[] = "xl/sharedStrings.xml";

struct Sheet {
  std::string name;
  std::string relation;
  bool hidden = false;
};

std::string ValueOf(const XmlHandler::Attributes& attributes,
                    std::string_view name) {
  const auto found = attributes.find(name);
  return found == attributes.end() ? "" : found->second;
}

class WorkbookHandler final : public XmlHandler {
 public:
  absl::Status OnStart(std::string_view name,
                       const Attributes& attributes) override {
    if (name != "sheet") return absl::OkStatus();
    if (sheets_.size() == limits::kSheetsMax) {
      return absl::InvalidArgumentError(
          StrCat("it has more than ", limits::kSheetsMax, " sheets."));
    }
    const std::string state = ValueOf(attributes, "state");
    sheets_.push_back({ValueOf(attributes, "name"), ValueOf(attributes, "id"),
                       state == "hidden" || state == "veryHidden"});
    return absl::OkStatus();
  }
  absl::Status OnEnd(std::string_view) override { return absl::OkStatus(); }
  void OnText(std::string_view) override {}

  const std::vector<Sheet>& sheets() const { return sheets_; }

 private:
  std::vector<Sheet> sheets_;
};

class RelationsHandler final : public XmlHandler {
 public:
  absl::Status OnStart(std::string_view name,
                       const Attributes& attributes) override {
    if (name != "Relationship") return absl::OkStatus();
    std::string target = ValueOf(attributes, "Target");
    // Relative to xl/, or from the root of the zip.
    target = target.starts_with('/') ? target.substr(1) : "xl/" + target;
    targets_[ValueOf(attributes, "Id")] = std::move(target);
    return absl::OkStatus();
  }
  absl::Status OnEnd(std::string_view) override { return absl::OkStatus(); }
  void OnText(std::string_view) override {}

  const std::map<std::string, std::string>& targets() const { return targets_; }

 private:
  std::map<std::string, std::string> targets_;
};

// <si><t>text</t></si>, or runs <si><r><t>te</t></r><r><t>xt</t></r></si>;
// phonetic guides <rPh> are no part of the text.
class StringsHandler final : public XmlHandler {
 public:
  absl::Status OnStart(std::string_view name, const Attributes&) override {
    if (name == "si") {
      if (strings_.size() == limits::kSharedStringsMax) {
        return absl::InvalidArgumentError(
            StrCat("it has more than ", limits::kSharedStringsMax, " texts."));
      }
      strings_.emplace_back();
    }
    if (name == "rPh") ++guides_;
    text_ = name == "t" && guides_ == 0 && !strings_.empty();
    return absl::OkStatus();
  }
  absl::Status OnEnd(std::string_view name) override {
    if (name == "rPh" && guides_ > 0) --guides_;
    text_ = false;
    return absl::OkStatus();
  }
  void OnText(std::string_view text) override {
    if (text_) strings_.back() += text;
  }

  const std::vector<std::string>& strings() const { return strings_; }

 private:
  std::vector<std::string> strings_;
  int guides_ = 0;
  bool text_ = false;
};

absl::Status ReadPart(ZipArchive& archive, const std::string& part,
                      XmlHandler& handler) {
  ASSIGN_OR_RETURN(const std::string xml, archive.Read(part));
  return ReadXml(part, xml, handler);
}

absl::Status NoWorkbook(const ZipArchive& archive) {
  if (archive.Has("content.xml")) {
    return FieldError("table",
                      "this is an OpenDocument file. Save it as .xlsx.");
  }
  if (archive.Has("word/document.xml")) {
    return FieldError("table",
                      "this is a text document. Save its table as .xlsx, or "
                      "copy it into a CSV file.");
  }
  return FieldError("table", StrCat("the zip has no part ", kWorkbookPart,
                                    "; it is no workbook."));
}

}  // namespace

absl::StatusOr<std::vector<Grid>> ReadWorkbook(std::string_view bytes,
                                               std::string_view wanted) {
  ASSIGN_OR_RETURN(const std::unique_ptr<ZipArchive> archive,
                   ZipArchive::Open(bytes));
  if (!archive->Has(kWorkbookPart)) return NoWorkbook(*archive);
  WorkbookHandler workbook;
  RETURN_IF_ERROR(ReadPart(*archive, kWorkbookPart, workbook));
  RelationsHandler relations;
  RETURN_IF_ERROR(ReadPart(*archive, kRelationsPart, relations));
  StringsHandler strings;
  if (archive->Has(kStringsPart)) {
    RETURN_IF_ERROR(ReadPart(*archive, kStringsPart, strings));
  }
  std::vector<Grid> grids;
  std::string names;
  for (const Sheet& sheet : workbook.sheets()) {
    StrAppend(&names, names.empty() ? "" : ", ", "\"", sheet.name, "\"");
    if (wanted.empty() ? sheet.hidden : sheet.name != wanted) continue;
    const auto part = relations.targets().find(sheet.relation);
    // Sheets of charts have other parts, and cells in none of them.
    if (part == relations.targets().end() ||
        part->second.find("worksheets/") == std::string::npos) {
      continue;
    }
    SheetHandler handler(sheet.name, strings.strings());
    RETURN_IF_ERROR(ReadPart(*archive, part->second, handler));
    grids.push_back(handler.TakeGrid());
  }
  if (grids.empty()) {
    return FieldError(
        "table", wanted.empty()
                     ? std::string("the workbook has no visible sheet.")
                     : StrCat("there is no sheet \"", wanted, "\"; there are ",
                              names, "."));
  }
  return grids;
}

}  // namespace csi::raci
