#include "services/reporting/domain/agreements/agreement_words.h"

#include <cmath>
#include <cstdlib>

#include "absl/strings/str_format.h"
#include "common/base/strings.h"
#include "services/reporting/domain/agreements/durations.h"

namespace csi::reporting {
namespace {

constexpr int64_t kMinuteS = 60;
constexpr int64_t kHourS = 60 * kMinuteS;

std::string FigureWords(const v1::AgreementReport& report) {
  const v1::AvailabilityFigures& full = report.full_month();
  std::string words = StrCat(
      report.running() ? "The month is running; if nothing more happens it "
                         "ends at "
                       : "The month came to ",
      PercentWords(full.availability()), " % of ",
      DurationWords(MicrosOf(full.agreed())), " agreed service time");
  if (report.running() && report.elapsed().has_availability()) {
    StrAppend(&words, " (", PercentWords(report.elapsed().availability()),
              " % of the ", DurationWords(MicrosOf(report.elapsed().agreed())),
              " so far)");
  }
  return words;
}

std::string JudgementWords(const v1::AgreementReport& report) {
  const std::string target =
      PercentWords(report.agreement().availability_target());
  const std::string allowed = DurationWords(MicrosOf(report.allowed()));
  switch (report.standing()) {
    case v1::AGREEMENT_STANDING_BREACHED:
      return StrCat(": the target of ", target, " % is missed, with ",
                    DurationWords(MicrosOf(report.full_month().downtime())),
                    " down where ", allowed, " are allowed.");
    case v1::AGREEMENT_STANDING_AT_RISK:
    case v1::AGREEMENT_STANDING_MET:
      return StrCat(": the target of ", target, " % is ",
                    report.running() ? "kept so far" : "met", ", and ",
                    DurationWords(MicrosOf(report.left())), " of ", allowed,
                    report.running() ? " are left." : " were left.");
    default:
      return "; no target was agreed.";
  }
}

std::string CauseWords(const v1::AgreementReport& report) {
  std::string words;
  for (const v1::UnderpinningShare& share : report.underpinning()) {
    if (!share.caused()) continue;
    StrAppend(&words, " ", share.title(), " was breached too and was down in ",
              DurationWords(MicrosOf(share.share())), " of the downtime (",
              absl::StrFormat("%.0f", share.share_percent()), " %).");
  }
  return words;
}

}  // namespace

const char* ColourOf(v1::AgreementStanding standing) {
  if (standing == v1::AGREEMENT_STANDING_MET) return "GREEN";
  if (standing == v1::AGREEMENT_STANDING_AT_RISK) return "AMBER";
  if (standing == v1::AGREEMENT_STANDING_BREACHED) return "RED";
  return "GREY";
}

std::string DurationWords(int64_t time_us) {
  const int64_t seconds = std::abs(time_us) / kSecondUs;
  const std::string sign = time_us <= -kSecondUs ? "-" : "";
  const int64_t hours = seconds / kHourS;
  const int64_t minutes = seconds % kHourS / kMinuteS;
  const int64_t rest = seconds % kMinuteS;
  if (hours > 0) {
    return minutes > 0 ? StrCat(sign, hours, " h ", minutes, " min")
                       : StrCat(sign, hours, " h");
  }
  if (minutes > 0) {
    return rest > 0 ? StrCat(sign, minutes, " min ", rest, " s")
                    : StrCat(sign, minutes, " min");
  }
  return StrCat(sign, rest, " s");
}

std::string PercentWords(double percent) {
  // A target such as 99.95 is a little less in binary.
  return absl::StrFormat("%.3f", std::floor(percent * 1000 + 1e-6) / 1000);
}

std::string SentenceOf(const v1::AgreementReport& report) {
  if (report.standing() == v1::AGREEMENT_STANDING_NOT_IN_FORCE) {
    return StrCat("The agreement was not in force in ", report.month(), ".");
  }
  if (!report.full_month().has_availability()) {
    return StrCat("No service time was agreed for ", report.month(), ".");
  }
  return StrCat(FigureWords(report), JudgementWords(report),
                CauseWords(report));
}

}  // namespace csi::reporting
