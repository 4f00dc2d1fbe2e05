// Says an improvement's result in one or two plain sentences, by rules.
//
// It states the uncertainty with the figure and says "after", never "because
// of". Pure; reads the verdict, computes nothing.
#ifndef CSI_SERVICES_REPORTING_RENDER_PLAIN_SENTENCE_H_
#define CSI_SERVICES_REPORTING_RENDER_PLAIN_SENTENCE_H_

#include <string>

#include "services/reporting/render/report_model.h"

namespace csi::reporting::render {

// The model's own sentence if it has one.
std::string PlainSentence(const Improvement& improvement);

// The figure that decides, else the first; null without figures.
const EffectFigure* DecidingFigure(const Verdict& verdict);

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_PLAIN_SENTENCE_H_
