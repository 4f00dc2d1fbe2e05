#include "services/reporting/domain/report/report_source.h"

#include <array>

#include "absl/strings/ascii.h"
#include "common/authority/directory.h"
#include "common/authority/rows.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "csi/raci/v1/raci.pb.h"
#include "services/reporting/domain/analysis.h"
#include "services/reporting/domain/baselines.h"
#include "services/reporting/domain/indicator.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/views/view_rows.h"

namespace csi::reporting {
namespace {

constexpr std::array<const char*, 7> kSevenSteps = {
    "Identify the strategy for improvement",
    "Define what you will measure",
    "Gather the data",
    "Process the data",
    "Analyse the information and data",
    "Present and use the information",
    "Implement improvement"};

// The display name of a directory resource, else its id made readable.
template <class Resource>
std::string NameOf(const ReportSource& source, std::string_view tag,
                   std::string_view name) {
  if (name.empty()) return "";
  const auto row = GetRow<Resource>(
      source.views, authority::ResourceKey(tag, source.tenant, LastPart(name)));
  return row && !row->display_name().empty() ? row->display_name()
                                             : Humanized(LastPart(name));
}

}  // namespace

std::string ReportSource::Person(std::string_view name) const {
  if (name.empty()) return "";
  const std::string display =
      authority::Directory(views, tenant).DisplayName(name);
  return display == name ? std::string(LastPart(name)) : display;
}

std::string ReportSource::Role(std::string_view name) const {
  return NameOf<raci::v1::Role>(*this, authority::kRoleTag, name);
}
std::string ReportSource::Service(std::string_view name) const {
  return NameOf<raci::v1::Service>(*this, authority::kServiceTag, name);
}
std::string ReportSource::Process(std::string_view name) const {
  return NameOf<raci::v1::Process>(*this, authority::kProcessTag, name);
}
std::string ReportSource::Matrix(std::string_view name) const {
  return NameOf<raci::v1::Matrix>(*this, authority::kMatrixTag, name);
}
std::string ReportSource::Holder(std::string_view name) const {
  const bool role = name.find("/roles/") != std::string_view::npos;
  return role ? Role(name) : Person(name);
}
bool ReportSource::IsHere(std::string_view person) const {
  return authority::Directory(views, tenant).PersonExists(person, now);
}

std::optional<v1::Indicator> ReportSource::Indicator(
    std::string_view name) const {
  if (name.empty()) return std::nullopt;
  return ReadIndicator(state, tenant, LastPart(name));
}

std::optional<v1::Comparison> ReportSource::ComparisonOf(
    std::string_view opportunity) const {
  const std::string prefix =
      KeyPrefix(kComparisonByOpportunityTag, {tenant, LastPart(opportunity)});
  std::optional<v1::Comparison> best;
  state.ScanPrefix(prefix, [&](std::string_view key, std::string_view) {
    auto comparison = GetRow<v1::Comparison>(
        state, Key(kComparisonTag,
                   {tenant, key.substr(prefix.size() + sizeof(int64_t))}));
    if (!comparison) return true;
    if (comparison->state() == v1::COMPARISON_STATE_ACCEPTED) {
      best = std::move(comparison);
      return false;
    }
    if (!best || (best->interim() && !comparison->interim())) {
      best = std::move(comparison);
    }
    return true;
  });
  return best;
}

std::optional<EntrySource> ReadEntry(const ReportSource& source,
                                     std::string_view opportunity) {
  EntrySource read;
  auto entry = OpportunityOf(source.views, source.tenant, opportunity);
  if (!entry) return std::nullopt;
  read.entry = *std::move(entry);
  read.run = RunOf(source.views, source.tenant, opportunity);
  read.comparison = source.ComparisonOf(opportunity);
  read.rfcs = RfcsOf(source.views, source.tenant, opportunity);
  const std::string& indicator = read.comparison
                                     ? read.comparison->indicator()
                                     : read.entry.primary_indicator();
  read.indicator = source.Indicator(indicator);
  if (read.comparison) {
    read.baseline = GetRow<v1::Baseline>(
        source.state,
        Key(kBaselineTag,
            {source.tenant, LastPart(read.comparison->baseline())}));
  } else {
    read.baseline =
        CurrentBaseline(source.state, source.tenant, opportunity, indicator);
  }
  if (read.indicator) {
    read.target = TargetOf(source.state, source.tenant, indicator, opportunity);
    if (!read.target && read.entry.has_target()) {
      v1::Target stated;
      stated.set_value(read.entry.target());
      if (read.entry.has_target_time()) {
        *stated.mutable_target_time() = read.entry.target_time();
      }
      read.target = stated;
    }
  }
  return read;
}

absl::Time TimeOf(const google::protobuf::Timestamp& time) {
  return absl::FromUnixMicros(MicrosOf(time));
}

absl::CivilDay DayOf(const google::protobuf::Timestamp& time) {
  return absl::ToCivilDay(TimeOf(time), absl::UTCTimeZone());
}

std::string Humanized(std::string_view token) {
  std::string words(token);
  for (char& c : words) {
    c = c == '_' || c == '-' ? ' ' : absl::ascii_tolower(c);
  }
  if (!words.empty()) words[0] = absl::ascii_toupper(words[0]);
  return words;
}

std::string WindowWords(const common::v1::Interval& window,
                        v1::Frequency frequency) {
  const int64_t end = MicrosOf(window.end_time());
  const bool days = frequency != v1::FREQUENCY_HOUR &&
                    PeriodStart(v1::FREQUENCY_DAY, end) == end;
  return StrCat(
      TimeWords(MicrosOf(window.start_time())), " to ",
      TimeWords(days ? PeriodStart(v1::FREQUENCY_DAY, end - 1) : end));
}

std::string StepTitle(std::string_view definition, uint32_t step,
                      std::string_view key) {
  if (step == 0) return "";
  if (LastPart(definition) == "seven-step" && step <= kSevenSteps.size()) {
    return StrCat(step, " ", kSevenSteps[step - 1]);
  }
  return key.empty() ? StrCat(step) : StrCat(step, " ", Humanized(key));
}

}  // namespace csi::reporting
