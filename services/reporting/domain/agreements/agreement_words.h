// A month of an agreement in words and colours. Pure.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_AGREEMENT_WORDS_H_
#define CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_AGREEMENT_WORDS_H_

#include <cstdint>
#include <string>

#include "csi/reporting/v1/reporting_agreement_calls.pb.h"

namespace csi::reporting {

// GREEN, AMBER, RED, or GREY where nothing is judged.
const char* ColourOf(v1::AgreementStanding standing);

// "1 h 30 min", "12 min 5 s", "-3 min", "0 s"; to the second, cut.
std::string DurationWords(int64_t time_us);

// A percentage with three decimals, cut and not rounded: 99.4999 % never reads
// as 99.5 %.
std::string PercentWords(double percent);

// What became of the month, which view it is, and what made it so.
std::string SentenceOf(const v1::AgreementReport& report);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_AGREEMENT_WORDS_H_
