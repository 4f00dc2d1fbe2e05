// What is wrong with a CSV text and where. `line` and `column` are 1-based
// and count physical lines and bytes within the line; `field` is the 1-based
// field of the record. The message says what to do about it.
#ifndef CSI_COMMON_CSV_CSV_ERROR_H_
#define CSI_COMMON_CSV_CSV_ERROR_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace csi::csv {

enum class Reason {
  kNone,
  kQuoteInsideField,    // ab"c
  kTextAfterQuote,      // "ab"c
  kQuoteNotClosed,      // "ab and then the end
  kBareCarriageReturn,  // CR without LF
  kNulByte,
  kNotUtf8,
  kUtf16,
  kFieldTooLong,
  kRecordTooLong,
  kTooManyColumns,
  kTooManyRows,
  kSource,  // the bytes could not be read; the source's own status is given
};

struct CsvError {
  Reason reason = Reason::kNone;
  uint64_t line = 0;
  uint64_t column = 0;
  uint64_t field = 0;
  uint64_t limit = 0;  // of the bound that was reached, else 0
};

// A stable upper-case word, for example QUOTE_NOT_CLOSED.
std::string_view ReasonName(Reason reason);

// "line 3, column 7 (field 2): ...", without a code.
std::string Describe(const CsvError& error);

// RESOURCE_EXHAUSTED for a bound, else INVALID_ARGUMENT.
absl::Status ToStatus(const CsvError& error);

}  // namespace csi::csv

#endif  // CSI_COMMON_CSV_CSV_ERROR_H_
