// Days, times and amounts as people write them in spreadsheets. Pure.
#ifndef CSI_TOOLS_CSICTL_REGISTER_VALUE_H_
#define CSI_TOOLS_CSICTL_REGISTER_VALUE_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "google/type/date.pb.h"
#include "google/type/money.pb.h"

namespace csi::tools {

// 2026-05-01, 1.5.2026, 1 May 2026, 1-May-2026, or the number that a
// spreadsheet keeps (days since 1899-12-30); nothing otherwise: 03/04/2026 may
// be two days.
std::optional<google::type::Date> ParseDay(std::string_view text);
// EUR 1200.50, and 1,200.50 EUR, $ 1.200,50 and the like; nothing without a
// currency, and nothing where the only point or comma has three digits behind
// it: those may be thousands or parts of one.
std::optional<google::type::Money> ParseAmount(std::string_view text);

std::string DayCell(const google::type::Date& day);
std::string AmountCell(const google::type::Money& money);

// Text of a day, time or amount; nothing for other messages.
std::optional<std::string> ShortMessageText(
    const google::protobuf::Message& message);
// Reads it back; nothing for other messages.
std::optional<absl::Status> SetShortMessage(std::string_view text,
                                            google::protobuf::Message& message);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_REGISTER_VALUE_H_
