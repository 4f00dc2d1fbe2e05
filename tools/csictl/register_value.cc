#include "tools/csictl/register_value.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/strings.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/time_util.h"

namespace csi::tools {
namespace {

using google::protobuf::DynamicCastToGenerated;
using google::protobuf::Message;
using google::protobuf::Timestamp;
using google::type::Date;
using google::type::Money;

// The day 0 of spreadsheets, and the numbers that mean days from 1954 to 2119.
constexpr absl::CivilDay kSheetDayZero(1899, 12, 30);
constexpr int kSheetDayMin = 20000;
constexpr int kSheetDayMax = 80000;
constexpr size_t kNanoDigits = 9;
constexpr size_t kUnitDigitsMax = 15;

Date DateOf(absl::CivilDay day) {
  Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

bool AllDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
}

// Takes a currency from either end of the text.
std::string TakeCurrency(std::string& text) {
  static constexpr std::pair<std::string_view, std::string_view> kSigns[] = {
      {"\xE2\x82\xAC", "EUR"}, {"\xC2\xA3", "GBP"}, {"$", "USD"}};
  const auto strip = [&] {
    text = std::string(absl::StripAsciiWhitespace(text));
  };
  strip();
  for (const auto& [sign, code] : kSigns) {
    if (text.starts_with(sign)) {
      text = text.substr(sign.size());
    } else if (text.ends_with(sign)) {
      text.resize(text.size() - sign.size());
    } else {
      continue;
    }
    strip();
    return std::string(code);
  }
  const auto is_code = [](std::string_view word) {
    return std::all_of(word.begin(), word.end(), [](char c) {
      return absl::ascii_isupper(static_cast<unsigned char>(c));
    });
  };
  std::string code;
  if (text.size() > 3 && is_code(std::string_view(text).substr(0, 3))) {
    code = text.substr(0, 3);
    text = text.substr(3);
  } else if (text.size() > 3 &&
             is_code(std::string_view(text).substr(text.size() - 3))) {
    code = text.substr(text.size() - 3);
    text.resize(text.size() - 3);
  }
  strip();
  return code;
}

// Whole part and cents; nothing where that is not sure.
std::optional<std::pair<std::string, std::string>> SplitNumber(
    std::string text) {
  text = absl::StrReplaceAll(text, {{" ", ""}, {"'", ""}, {"\xC2\xA0", ""}});
  const size_t point = text.rfind('.');
  const size_t comma = text.rfind(',');
  size_t decimal = std::string::npos;
  if (point != std::string::npos && comma != std::string::npos) {
    decimal = std::max(point, comma);
  } else if (point != std::string::npos || comma != std::string::npos) {
    const size_t at = point != std::string::npos ? point : comma;
    const bool several = text.find(text[at]) != at;
    const bool three = text.size() - at - 1 == 3;
    if (!several && !three) decimal = at;
    // 1.200 may be 1200 or 1.2, and nobody can tell.
    if (!several && three) return std::nullopt;
  }
  std::string whole =
      decimal == std::string::npos ? text : text.substr(0, decimal);
  const std::string cents =
      decimal == std::string::npos ? "" : text.substr(decimal + 1);
  whole = absl::StrReplaceAll(whole, {{".", ""}, {",", ""}});
  if (!AllDigits(whole) || whole.size() > kUnitDigitsMax ||
      (!cents.empty() && !AllDigits(cents)) || cents.size() > kNanoDigits) {
    return std::nullopt;
  }
  return std::make_pair(whole, cents);
}

}  // namespace

std::optional<Date> ParseDay(std::string_view text) {
  const std::string day_text(absl::StripAsciiWhitespace(View(text)));
  int sheet = 0;
  if (AllDigits(day_text)) {
    if (!absl::SimpleAtoi(day_text, &sheet) || sheet < kSheetDayMin ||
        sheet > kSheetDayMax) {
      return std::nullopt;
    }
    return DateOf(kSheetDayZero + sheet);
  }
  for (const char* form :
       {"%Y-%m-%d", "%d.%m.%Y", "%d %b %Y", "%d-%b-%Y", "%d %B %Y",
        "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%S"}) {
    absl::Time time;
    std::string error;
    if (absl::ParseTime(form, day_text, absl::UTCTimeZone(), &time, &error)) {
      return DateOf(absl::ToCivilDay(time, absl::UTCTimeZone()));
    }
  }
  return std::nullopt;
}

std::optional<Money> ParseAmount(std::string_view text) {
  std::string number(text);
  Money money;
  money.set_currency_code(TakeCurrency(number));
  if (money.currency_code().empty()) return std::nullopt;
  const auto parts = SplitNumber(number);
  if (!parts) return std::nullopt;
  int64_t units = 0;
  int32_t nanos = 0;
  std::string digits = parts->second;
  digits.resize(kNanoDigits, '0');
  if (!absl::SimpleAtoi(parts->first, &units) ||
      !absl::SimpleAtoi(digits, &nanos)) {
    return std::nullopt;
  }
  money.set_units(units);
  money.set_nanos(nanos);
  return money;
}

std::string DayCell(const Date& day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

std::string AmountCell(const Money& money) {
  std::string cents = absl::StrFormat("%09d", money.nanos());
  cents.erase(cents.find_last_not_of('0') + 1);
  // Three digits might be thousands to whoever reads it.
  if (cents.size() == 3) cents += '0';
  return StrCat(money.currency_code(), " ", money.units(),
                cents.empty() ? "" : ".", cents);
}

std::optional<std::string> ShortMessageText(const Message& message) {
  if (const auto* day = DynamicCastToGenerated<Date>(&message)) {
    return DayCell(*day);
  }
  if (const auto* money = DynamicCastToGenerated<Money>(&message)) {
    return AmountCell(*money);
  }
  if (const auto* time = DynamicCastToGenerated<Timestamp>(&message)) {
    return google::protobuf::util::TimeUtil::ToString(*time);
  }
  return std::nullopt;
}

std::optional<absl::Status> SetShortMessage(std::string_view text,
                                            Message& message) {
  const auto bad = [&](std::string_view expected) {
    return absl::InvalidArgumentError(
        StrCat("\"", text, "\" is no ", expected));
  };
  if (auto* day = DynamicCastToGenerated<Date>(&message)) {
    const auto parsed = ParseDay(text);
    if (!parsed) {
      return bad(
          "day such as 2026-05-01; for other forms give date_format in the "
          "mapping, for example \"%d/%m/%Y\".");
    }
    *day = *parsed;
    return absl::OkStatus();
  }
  if (auto* money = DynamicCastToGenerated<Money>(&message)) {
    const auto parsed = ParseAmount(text);
    if (!parsed) {
      return bad(
          "amount such as EUR 1200.50; give currency in the mapping if the "
          "cells have none.");
    }
    *money = *parsed;
    return absl::OkStatus();
  }
  auto* time = DynamicCastToGenerated<Timestamp>(&message);
  if (time == nullptr) return std::nullopt;
  if (google::protobuf::util::TimeUtil::FromString(std::string(text), time)) {
    return absl::OkStatus();
  }
  const auto day = ParseDay(text);
  if (!day) return bad("time such as 2026-05-01T08:00:00Z, and no day.");
  google::protobuf::util::TimeUtil::FromString(
      StrCat(DayCell(*day), "T00:00:00Z"), time);
  return absl::OkStatus();
}

}  // namespace csi::tools
