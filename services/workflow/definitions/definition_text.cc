#include "services/workflow/definitions/definition_text.h"

#include "common/base/strings.h"
#include "common/csv/utf8.h"
#include "common/status/status.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/json_util.h"
#include "services/workflow/definitions/limits.h"

namespace csi::workflow {
namespace {

// Keeps the first error; lines and columns count from 1.
class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    if (!text_.empty()) return;
    text_ = line < 0 ? message
                     : StrCat("line ", line + 1, ", column ", column + 1, ": ",
                              message);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// A quote of the text may end inside a character.
std::string Clean(std::string_view message) {
  return csv::CleanUtf8(message, limits::kDefinitionTextBytesMax);
}

}  // namespace

absl::StatusOr<v1::Definition> ParseDefinition(std::string_view text) {
  if (text.size() > limits::kDefinitionFileBytesMax) {
    return Refusal(
        common::v1::ERROR_REASON_TOO_LARGE,
        StrCat("The definition has ", text.size(), " bytes; at most ",
               limits::kDefinitionFileBytesMax, "."),
        {{"bound", StrCat(limits::kDefinitionFileBytesMax)}});
  }
  // What quotes the text in an error must be able to.
  const size_t valid = csv::ValidUtf8Prefix(text);
  if (valid != text.size()) {
    return FieldError("definition",
                      StrCat("byte ", valid, " of the text is no UTF-8."));
  }
  v1::Definition definition;
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) {
    return FieldError("definition", "the text is empty.");
  }
  if (text[first] == '{') {
    const auto status = google::protobuf::util::JsonStringToMessage(
        std::string(text), &definition);
    if (status.ok()) return definition;
    return FieldError(
        "definition",
        StrCat("the JSON does not fit: ",
               Clean({status.message().data(),
                      static_cast<size_t>(status.message().size())})));
  }
  FirstError error;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  parser.SetRecursionLimit(limits::kDefinitionDepthMax);
  if (!parser.ParseFromString(std::string(text), &definition)) {
    return FieldError("definition",
                      StrCat("the text does not parse: ", Clean(error.text())));
  }
  return definition;
}

std::string DefinitionText(const v1::Definition& definition) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  printer.PrintToString(definition, &text);
  return text;
}

}  // namespace csi::workflow
