#include "common/csv/csv_error.h"

#include "common/base/strings.h"

namespace csi::csv {
namespace {

std::string Explain(const CsvError& error) {
  switch (error.reason) {
    case Reason::kNone:
      return "no error";
    case Reason::kQuoteInsideField:
      return "a quote inside a field that does not begin with one; put the "
             "whole field in quotes and double the quotes in it";
    case Reason::kTextAfterQuote:
      return "text after the closing quote; a quote inside a quoted field is "
             "written twice";
    case Reason::kQuoteNotClosed:
      return "a quote is opened here and never closed";
    case Reason::kBareCarriageReturn:
      return "a carriage return without a line feed; end lines with LF or "
             "CR LF, or put the field in quotes";
    case Reason::kNulByte:
      return "a zero byte; this is not text (a UTF-16 export or an archive?)";
    case Reason::kNotUtf8:
      return "bytes that are not UTF-8; save the file as UTF-8 (exports in "
             "Windows-1252 or Latin-1 must be converted)";
    case Reason::kUtf16:
      return "the text is UTF-16; save the file as UTF-8";
    case Reason::kFieldTooLong:
      return StrCat("a field of more than ", error.limit,
                    " bytes; look for a quote that is not closed");
    case Reason::kRecordTooLong:
      return StrCat("a record of more than ", error.limit,
                    " bytes; look for a quote that is not closed");
    case Reason::kTooManyColumns:
      return StrCat("more than ", error.limit, " columns");
    case Reason::kTooManyRows:
      return StrCat(
          "more than ", error.limit,
          " rows, the header counted; split the file and take the parts one by "
          "one");
    case Reason::kSource:
      return "the bytes could not be read";
  }
  return "unknown reason";
}

bool IsBound(Reason reason) {
  return reason == Reason::kFieldTooLong || reason == Reason::kRecordTooLong ||
         reason == Reason::kTooManyColumns || reason == Reason::kTooManyRows;
}

}  // namespace

std::string_view ReasonName(Reason reason) {
  switch (reason) {
    case Reason::kNone:
      return "NONE";
    case Reason::kQuoteInsideField:
      return "QUOTE_INSIDE_FIELD";
    case Reason::kTextAfterQuote:
      return "TEXT_AFTER_QUOTE";
    case Reason::kQuoteNotClosed:
      return "QUOTE_NOT_CLOSED";
    case Reason::kBareCarriageReturn:
      return "BARE_CARRIAGE_RETURN";
    case Reason::kNulByte:
      return "NUL_BYTE";
    case Reason::kNotUtf8:
      return "NOT_UTF8";
    case Reason::kUtf16:
      return "UTF16";
    case Reason::kFieldTooLong:
      return "FIELD_TOO_LONG";
    case Reason::kRecordTooLong:
      return "RECORD_TOO_LONG";
    case Reason::kTooManyColumns:
      return "TOO_MANY_COLUMNS";
    case Reason::kTooManyRows:
      return "TOO_MANY_ROWS";
    case Reason::kSource:
      return "SOURCE";
  }
  return "UNKNOWN";
}

std::string Describe(const CsvError& error) {
  return StrCat("line ", error.line, ", column ", error.column, " (field ",
                error.field, "): ", Explain(error));
}

absl::Status ToStatus(const CsvError& error) {
  if (IsBound(error.reason)) {
    return absl::ResourceExhaustedError(Describe(error));
  }
  return absl::InvalidArgumentError(Describe(error));
}

}  // namespace csi::csv
