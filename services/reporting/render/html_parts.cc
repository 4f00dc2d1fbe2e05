#include "services/reporting/render/html_parts.h"

#include <string>
#include <string_view>

#include "common/base/strings.h"
#include "services/reporting/render/number_format.h"
#include "services/reporting/render/time_format.h"

namespace csi::reporting::render {
namespace {

constexpr size_t kHashDigits = 12;

// Line drawings on a field of 16 by 16.
constexpr std::string_view kCheck = "M2.5 8.5 6 12 13.5 4";
constexpr std::string_view kAlert = "M8 2.5V9.5M8 12.6V13.4";
constexpr std::string_view kQuestion =
    "M5 5.5C5 1.5 11 1.5 11 5.3 11 8 8 7.6 8 10M8 12.6V13.4";
constexpr std::string_view kDash = "M3 8H13";
constexpr std::string_view kPlay = "M5 3.2V12.8L12.6 8Z";
constexpr std::string_view kPause = "M5.5 3.5V12.5M10.5 3.5V12.5";
constexpr std::string_view kClock =
    "M8 2.2A5.8 5.8 0 1 0 8 13.8 5.8 5.8 0 1 0 8 2.2ZM8 5.2V8.2L10 9.6";
constexpr std::string_view kSquare = "M4 4H12V12H4Z";
constexpr std::string_view kRing = "M8 4A4 4 0 1 0 8 12 4 4 0 1 0 8 4Z";
constexpr std::string_view kCross = "M4 4 12 12M12 4 4 12";

std::string_view IconOf(VerdictValue value) {
  switch (ToneOf(value)) {
    case Tone::kGood:
      return kCheck;
    case Tone::kBad:
      return kAlert;
    case Tone::kOpen:
      return kQuestion;
    case Tone::kCalm:
      return kDash;
  }
  return kDash;
}

std::string_view IconOf(EntryState state) {
  switch (state) {
    case EntryState::kNew:
    case EntryState::kAccepted:
    case EntryState::kAssessed:
    case EntryState::kApproved:
      return kRing;
    case EntryState::kInProgress:
      return kPlay;
    case EntryState::kInReview:
    case EntryState::kDeferred:
      return kClock;
    case EntryState::kClosed:
      return kSquare;
    case EntryState::kOnHold:
      return kPause;
    case EntryState::kRejected:
    case EntryState::kCancelled:
      return kCross;
  }
  return kRing;
}

void AddIcon(std::string_view path, Markup* out) {
  out->Open("svg", {{"class", "icon"},
                    {"viewBox", "0 0 16 16"},
                    {"width", "14"},
                    {"height", "14"},
                    {"aria-hidden", "true"}});
  out->Empty("path", {{"d", path}}).Close();
}

void AddBadge(Tone tone, std::string_view icon, std::string_view words,
              std::string_view token, Markup* out) {
  out->Open("span",
            {{"class", StrCat("badge ", ToneName(tone))}, {"title", token}});
  AddIcon(icon, out);
  out->Text(words).Close();
}

}  // namespace

void AddStateBadge(EntryState state, Markup* out) {
  AddBadge(ToneOf(state), IconOf(state), Words(state), Token(state), out);
}

void AddVerdictBadge(VerdictValue value, Markup* out) {
  AddBadge(ToneOf(value), IconOf(value), Words(value), Token(value), out);
}

void AddVerdictIcon(VerdictValue value, Markup* out) {
  AddIcon(IconOf(value), out);
}

void OpenTable(std::string_view caption, std::string_view style,
               std::initializer_list<Column> columns, Markup* out) {
  out->Open("div", {{"class", "scroll"}});
  out->Open("table", {{"class", style.empty() ? Markup::kOmit : style}});
  out->Open("caption").Leaf("h3", caption).Close();
  out->Open("thead").Open("tr");
  for (const Column& column : columns) {
    out->Leaf("th",
              {{"scope", "col"},
               {"class", column.style.empty() ? Markup::kOmit : column.style}},
              column.name);
  }
  out->Close().Close().Open("tbody");
}

void CloseTable(Markup* out) { out->Close().Close().Close(); }

void AddCell(std::string_view words, Markup* out) {
  out->Open("td");
  if (words.empty()) {
    out->Text(kNoValue);
  } else {
    out->Words(words);
  }
  out->Close();
}

void AddRowHead(std::string_view words, Markup* out) {
  out->Open("th", {{"scope", "row"}}).Words(words).Close();
}

void AddNumberCell(std::string_view number, Markup* out) {
  out->Leaf("td", {{"class", "num"}}, number.empty() ? kNoValue : number);
}

void AddTimeCell(const std::optional<absl::Time>& time, Markup* out) {
  out->Open("td", {{"class", "time"}});
  if (time) {
    AddTime(*time, out);
  } else {
    out->Text(kNoValue);
  }
  out->Close();
}

void AddDayCell(const std::optional<absl::CivilDay>& day, Markup* out) {
  out->Open("td", {{"class", "time"}});
  if (day) {
    AddDay(*day, out);
  } else {
    out->Text(kNoValue);
  }
  out->Close();
}

void AddTime(absl::Time time, Markup* out) {
  out->Leaf("time", {{"datetime", FormatIso(time)}}, FormatMinute(time));
}

void AddDay(absl::CivilDay day, Markup* out) {
  const std::string text = FormatDay(day);
  out->Leaf("time", {{"datetime", text}}, text);
}

void AddHash(std::string_view hash, Markup* out) {
  if (hash.empty()) {
    out->Text(kNoValue);
    return;
  }
  std::string shown(hash.substr(0, kHashDigits));
  if (hash.size() > kHashDigits) shown += "\u2026";
  out->Leaf("code", {{"class", "hash"}, {"title", hash}}, shown);
}

void AddCode(std::string_view code, Markup* out) {
  out->Leaf("code", {{"class", "code"}}, code);
}

void AddEmpty(std::string_view words, Markup* out) {
  out->Leaf("p", {{"class", "empty"}}, words);
}

}  // namespace csi::reporting::render
