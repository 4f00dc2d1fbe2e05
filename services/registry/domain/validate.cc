#include "services/registry/domain/validate.h"

#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "common/authority/directory.h"
#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/extra_fields.h"
#include "services/registry/domain/limits.h"
#include "services/registry/domain/scoring.h"

namespace csi::registry {
namespace {

constexpr size_t kQualifierBytesMax = 200;
constexpr int kNanosMax = 999999999;

absl::Status CheckName(const Context& context, std::string_view field,
                       std::string_view name, std::string_view collection) {
  if (name.empty()) return absl::OkStatus();
  return IdOf(field, name, context.tenant, collection).status();
}

absl::Status CheckIndicator(const Context& context, const std::string& field,
                            const v1::IndicatorTarget& target) {
  if (target.indicator().empty()) {
    return FieldError(StrCat(field, ".indicator"), "it is required.");
  }
  RETURN_IF_ERROR(CheckName(context, StrCat(field, ".indicator"),
                            target.indicator(), "indicators"));
  if (!std::isfinite(target.base()) || !std::isfinite(target.target())) {
    return FieldError(field, "base and target are finite numbers.");
  }
  return CheckDay(StrCat(field, ".target_date"), target.has_target_date(),
                  target.target_date());
}

absl::Status CheckIndicators(const Context& context,
                             const v1::Opportunity& entry) {
  if (entry.has_primary_indicator()) {
    RETURN_IF_ERROR(CheckIndicator(context, "opportunity.primary_indicator",
                                   entry.primary_indicator()));
  }
  RETURN_IF_ERROR(CheckCount("opportunity.secondary_indicators",
                             entry.secondary_indicators_size(),
                             limits::kIndicatorsMax));
  RETURN_IF_ERROR(CheckCount("opportunity.guard_indicators",
                             entry.guard_indicators_size(),
                             limits::kIndicatorsMax));
  for (const auto& target : entry.secondary_indicators()) {
    RETURN_IF_ERROR(
        CheckIndicator(context, "opportunity.secondary_indicators", target));
  }
  for (const auto& target : entry.guard_indicators()) {
    RETURN_IF_ERROR(
        CheckIndicator(context, "opportunity.guard_indicators", target));
  }
  return absl::OkStatus();
}

absl::Status CheckPeople(const Context& context, const v1::Opportunity& entry) {
  RETURN_IF_ERROR(
      CheckPerson(context, "opportunity.raised_by", entry.raised_by()));
  RETURN_IF_ERROR(
      CheckPerson(context, "opportunity.coordinator", entry.coordinator()));
  RETURN_IF_ERROR(CheckPerson(context, "opportunity.benefit_confirmed_by",
                              entry.benefit_confirmed_by()));
  RETURN_IF_ERROR(CheckCount("opportunity.responsible_persons",
                             entry.responsible_persons_size(),
                             limits::kResponsiblePersonsMax));
  RETURN_IF_ERROR(CheckCount("opportunity.followers", entry.followers_size(),
                             limits::kFollowersMax));
  for (const std::string& person : entry.responsible_persons()) {
    RETURN_IF_ERROR(
        CheckPerson(context, "opportunity.responsible_persons", person));
  }
  for (const std::string& person : entry.followers()) {
    RETURN_IF_ERROR(CheckPerson(context, "opportunity.followers", person));
  }
  if (entry.requested_for().empty()) return absl::OkStatus();
  return CheckSubject(context, "opportunity.requested_for",
                      entry.requested_for());
}

absl::Status CheckDaysAndMoney(const v1::Opportunity& entry) {
  const auto day = [](const char* field, bool given,
                      const google::type::Date& date) {
    return CheckDay(StrCat("opportunity.", field), given, date);
  };
  RETURN_IF_ERROR(
      day("raise_date", entry.has_raise_date(), entry.raise_date()));
  RETURN_IF_ERROR(day("due_date", entry.has_due_date(), entry.due_date()));
  RETURN_IF_ERROR(day("planned_start_date", entry.has_planned_start_date(),
                      entry.planned_start_date()));
  RETURN_IF_ERROR(day("planned_end_date", entry.has_planned_end_date(),
                      entry.planned_end_date()));
  RETURN_IF_ERROR(day("effect_review_date", entry.has_effect_review_date(),
                      entry.effect_review_date()));
  RETURN_IF_ERROR(day("decay_check_date", entry.has_decay_check_date(),
                      entry.decay_check_date()));
  if (entry.has_planned_start_date() && entry.has_planned_end_date() &&
      StartOf(entry.planned_end_date()) < StartOf(entry.planned_start_date())) {
    return FieldError("opportunity.planned_end_date",
                      "it lies before planned_start_date.");
  }
  RETURN_IF_ERROR(
      CheckMoney("opportunity.cost", entry.has_cost(), entry.cost()));
  RETURN_IF_ERROR(CheckMoney("opportunity.cost_of_doing_nothing",
                             entry.has_cost_of_doing_nothing(),
                             entry.cost_of_doing_nothing()));
  RETURN_IF_ERROR(CheckMoney("opportunity.benefit_forecast.amount",
                             entry.benefit_forecast().has_amount(),
                             entry.benefit_forecast().amount()));
  return CheckMoney("opportunity.benefit_realised.amount",
                    entry.benefit_realised().has_amount(),
                    entry.benefit_realised().amount());
}

}  // namespace

absl::Status CheckDay(std::string_view field, bool given,
                      const google::type::Date& date) {
  if (!given || IsDay(date)) return absl::OkStatus();
  return FieldError(field, StrCat(DayText(date),
                                  " is no day of the calendar; give year, "
                                  "month and day."));
}

absl::Status CheckMoney(std::string_view field, bool given,
                        const google::type::Money& money) {
  if (!given) return absl::OkStatus();
  const std::string& code = money.currency_code();
  bool letters = code.size() == 3;
  for (char c : code) letters = letters && absl::ascii_isupper(c);
  if (!letters) {
    return FieldError(StrCat(field, ".currency_code"),
                      StrCat("\"", code,
                             "\" is no currency; give the three "
                             "letters of ISO 4217, such as EUR."));
  }
  if (money.units() < 0 || money.nanos() < 0 || money.nanos() > kNanosMax) {
    return FieldError(field,
                      "an amount is not negative and has at most "
                      "999999999 nanos.");
  }
  return absl::OkStatus();
}

absl::Status CheckCount(std::string_view field, int count, int count_max) {
  if (count <= count_max) return absl::OkStatus();
  return Refusal(common::v1::ERROR_REASON_TOO_LARGE,
                 StrCat(field, " has ", count, " items; at most ", count_max,
                        " are taken."),
                 {{"field", std::string(field)}, {"limit", StrCat(count_max)}});
}

absl::Status CheckPerson(const Context& context, std::string_view field,
                         std::string_view name) {
  if (name.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(CheckName(context, field, name, "people"));
  const authority::Directory directory(*context.views, context.tenant);
  if (directory.PersonExists(name, context.now)) return absl::OkStatus();
  return FieldError(field, StrCat(name,
                                  " is not, or no longer, a person of "
                                  "the directory; register the person "
                                  "or name another."));
}

absl::Status CheckScope(const Context& context, std::string_view field,
                        const common::v1::Scope& scope) {
  const authority::Directory directory(*context.views, context.tenant);
  RETURN_IF_ERROR(CheckName(context, StrCat(field, ".service"), scope.service(),
                            "services"));
  if (!scope.service().empty() && !directory.ServiceExists(scope.service())) {
    return FieldError(StrCat(field, ".service"),
                      StrCat(scope.service(),
                             " is no service of the "
                             "directory; define it first."));
  }
  RETURN_IF_ERROR(CheckName(context, StrCat(field, ".process"), scope.process(),
                            "processes"));
  if (!scope.process().empty() && !directory.ProcessExists(scope.process())) {
    return FieldError(StrCat(field, ".process"),
                      StrCat(scope.process(),
                             " is no process of the "
                             "directory; define it first."));
  }
  RETURN_IF_ERROR(
      CheckName(context, StrCat(field, ".unit"), scope.unit(), "units"));
  RETURN_IF_ERROR(CheckName(context, StrCat(field, ".provider"),
                            scope.provider(), "parties"));
  RETURN_IF_ERROR(CheckText(StrCat(field, ".geography"), scope.geography(),
                            kQualifierBytesMax));
  return CheckText(StrCat(field, ".technology"), scope.technology(),
                   kQualifierBytesMax);
}

absl::Status CheckSubject(const Context& context, std::string_view field,
                          std::string_view name) {
  const std::vector<std::string> parts =
      absl::StrSplit(View(name), absl::ByChar('/'));
  bool good = name.size() <= csi::limits::kNameBytesMax && parts.size() >= 4 &&
              parts.size() % 2 == 0 && parts[0] == "tenants" &&
              parts[1] == context.tenant;
  for (size_t i = 2; good && i < parts.size(); ++i) {
    good = !parts[i].empty();
    for (char c : parts[i]) {
      good = good && (absl::ascii_isalnum(c) || c == '-');
    }
  }
  if (good) return absl::OkStatus();
  return FieldError(field, StrCat("\"", name,
                                  "\" is no resource name of this "
                                  "tenant; it has the form "
                                  "tenants/",
                                  context.tenant, "/{collection}/{id}."));
}

absl::Status CheckFields(const Context& context, const v1::Opportunity& entry) {
  RETURN_IF_ERROR(CheckTexts(entry));
  RETURN_IF_ERROR(CheckPeople(context, entry));
  RETURN_IF_ERROR(CheckScope(context, "opportunity.scope", entry.scope()));
  RETURN_IF_ERROR(CheckCount("opportunity.affected", entry.affected_size(),
                             limits::kAffectedMax));
  for (const auto& scope : entry.affected()) {
    RETURN_IF_ERROR(CheckScope(context, "opportunity.affected", scope));
  }
  RETURN_IF_ERROR(CheckCount("opportunity.strategies", entry.strategies_size(),
                             limits::kStrategiesMax));
  for (const std::string& strategy : entry.strategies()) {
    RETURN_IF_ERROR(
        CheckName(context, "opportunity.strategies", strategy, "strategies"));
  }
  RETURN_IF_ERROR(
      CheckCount("opportunity.csfs", entry.csfs_size(), limits::kCsfsMax));
  for (const std::string& csf : entry.csfs()) {
    RETURN_IF_ERROR(CheckName(context, "opportunity.csfs", csf, "csfs"));
  }
  if (entry.percent_complete() < 0 ||
      entry.percent_complete() > limits::kPercentMax) {
    return FieldError(
        "opportunity.percent_complete",
        StrCat(entry.percent_complete(), " is outside of 0 to 100."));
  }
  RETURN_IF_ERROR(CheckName(context, "opportunity.recommendation",
                            entry.recommendation(), "recommendations"));
  if (entry.priority() < 0 || entry.priority() > limits::kPriorityLowest) {
    return FieldError("opportunity.priority",
                      StrCat(entry.priority(),
                             " is outside of 1 (highest) "
                             "to 5 (lowest)."));
  }
  RETURN_IF_ERROR(CheckIndicators(context, entry));
  if (!entry.extra_fields().empty()) {
    RETURN_IF_ERROR(
        CheckExtraFields(CurrentPolicy(*context.state, context.tenant), entry));
  }
  return CheckDaysAndMoney(entry);
}

}  // namespace csi::registry
