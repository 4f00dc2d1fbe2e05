// Codes and words for the values of the report model.
//
// Token() is the stable name that programs read, Words() what people read.
// The words say "after", never "because of". Pure.
#ifndef CSI_SERVICES_REPORTING_RENDER_REPORT_WORDS_H_
#define CSI_SERVICES_REPORTING_RENDER_REPORT_WORDS_H_

#include <string>
#include <string_view>

#include "services/reporting/render/report_model.h"
#include "services/reporting/render/verdict_model.h"

namespace csi::reporting::render {

// How a value is coloured; it always has words and an icon beside it.
enum class Tone { kCalm, kGood, kBad, kOpen };
std::string_view ToneName(Tone tone);  // "calm", "good", "bad", "open"

std::string_view Token(EntryState state);
std::string_view Words(EntryState state);
Tone ToneOf(EntryState state);

std::string_view Token(Standing standing);
std::string_view Words(Standing standing);
Tone ToneOf(Standing standing);

std::string_view Token(VerdictValue value);
std::string_view Words(VerdictValue value);
Tone ToneOf(VerdictValue value);
// What the value means, one sentence.
std::string_view Meaning(VerdictValue value);

std::string_view Token(AfterState state);
std::string_view Words(AfterState state);
Tone ToneOf(AfterState state);
std::string_view Token(TargetState state);
std::string_view Words(TargetState state);
Tone ToneOf(TargetState state);
std::string_view Token(Attribution attribution);
std::string_view Words(Attribution attribution);
Tone ToneOf(Attribution attribution);
std::string_view Token(GuardState state);
std::string_view Words(GuardState state);
Tone ToneOf(GuardState state);
std::string_view Token(NewBaseline state);
std::string_view Words(NewBaseline state);
Tone ToneOf(NewBaseline state);

// "closed, successful" of CLOSED_SUCCESS; what is unknown stays as it is.
std::string_view RfcStatusWords(std::string_view status);
// Whether single periods can be relied on to meet the target, from the
// process limits: PASS, FAIL, INCONSISTENT. Empty for anything else.
std::string_view AssuranceWords(std::string_view assurance);

// The sentence of a reason or note: its own, else the one known for its code,
// else the code itself.
std::string CodedText(const Coded& coded);

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_REPORT_WORDS_H_
