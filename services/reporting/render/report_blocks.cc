#include "services/reporting/render/report_blocks.h"

#include "services/reporting/render/number_format.h"

namespace csi::reporting::render {
namespace {

std::vector<Block> BlocksOfSection(const ReportModel& model, Section section) {
  switch (section) {
    case Section::kKeyMessages:
      return KeyMessages(model);
    case Section::kRegister:
      return RegisterBlocks(model);
    case Section::kAgreements:
      return AgreementBlocks(model);
    case Section::kSuccessTree:
      return SuccessBlocks(model);
    case Section::kHeatMap:
      return HeatMapBlocks(model);
    case Section::kTimeline:
      return TimelineBlocks(model);
    case Section::kFlow:
      return FlowBlocks(model);
    case Section::kImprovements:
      return ImprovementBlocks(model);
    case Section::kTrendEvidence:
      return TrendEvidenceBlocks(model);
    case Section::kEvidence:
      return EvidenceBlocks(model);
  }
  return {};
}

}  // namespace

std::vector<SectionBlocks> BlocksOf(const ReportModel& model) {
  // Without an audience: what the overview shows.
  const std::vector<Section> sections =
      model.layout.sections.empty()
          ? std::vector<Section>{Section::kRegister, Section::kImprovements,
                                 Section::kEvidence}
          : model.layout.sections;
  std::vector<SectionBlocks> out;
  out.reserve(sections.size());
  for (Section section : sections) {
    out.push_back({section, BlocksOfSection(model, section)});
  }
  return out;
}

Cell TextCell(std::string_view text) { return {.text = std::string(text)}; }

Cell ToneCell(std::string_view text, Tone tone) {
  return {.text = std::string(text), .tone = tone, .toned = true};
}

Cell CountCell(int64_t count) {
  return {.text = FormatCount(count), .number = static_cast<double>(count)};
}

Cell NumberCell(const std::optional<double>& number, std::string_view unit,
                int significant) {
  if (!number) return {};
  return {
      .text = FormatNumber(*number, {.significant = significant, .unit = unit}),
      .number = number};
}

Cell StandingCell(Standing standing) {
  return ToneCell(Words(standing), ToneOf(standing));
}

}  // namespace csi::reporting::render
