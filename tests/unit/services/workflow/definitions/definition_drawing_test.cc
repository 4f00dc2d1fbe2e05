// The picture: all steps, all ways back, escaped, the same bytes again.
#include "services/workflow/definitions/definition_drawing.h"

#include "gtest/gtest.h"
#include "services/workflow/definitions/definition.h"

namespace csi::workflow {
namespace {

size_t Count(const std::string& text, std::string_view part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos;
       at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

TEST(DefinitionDrawing, ShowsEveryStepTheGateAndTheWaysBack) {
  for (const Definition* definition : PackDefinitions()) {
    const std::string svg = DefinitionDrawing(*definition);
    EXPECT_EQ(svg, DefinitionDrawing(*definition));
    EXPECT_EQ(Count(svg, "<g id=\"step-"),
              static_cast<size_t>(definition->steps_size()));
    for (const v1::StepDefinition& step : definition->steps()) {
      EXPECT_GE(Count(svg, step.title()), 2u) << step.title();
    }
    EXPECT_EQ(Count(svg, "only with a baseline"), 1u);
    EXPECT_EQ(Count(svg, "<title id="), 1u);
    EXPECT_EQ(Count(svg, "<desc id="), 1u);
    EXPECT_EQ(Count(svg, "prefers-color-scheme: dark"), 1u);
  }
  const std::string svg =
      DefinitionDrawing(*FindPackDefinition("seven-step", 0));
  EXPECT_EQ(Count(svg, "class=\"b\""), 2u);
  EXPECT_NE(svg.find(">backed out<"), std::string::npos);
}

TEST(DefinitionDrawing, EscapesWhatTheTextsHold) {
  Definition evil = *FindPackDefinition("quick-win", 0);
  evil.set_title("<script>&\"\x01");
  evil.mutable_steps(0)->set_title("]]><x> " + std::string(100, 'm'));
  evil.mutable_steps(0)->set_activity("a<b");
  const std::string svg = DefinitionDrawing(evil);
  EXPECT_EQ(svg.find("<script>"), std::string::npos);
  EXPECT_EQ(svg.find("<x>"), std::string::npos);
  EXPECT_EQ(svg.find('\x01'), std::string::npos);
  EXPECT_NE(svg.find("&lt;script&gt;&amp;&quot;"), std::string::npos);
}

TEST(DefinitionDrawing, DrawsWhatIsNotFitToo) {
  EXPECT_NE(DefinitionDrawing(Definition()).find("</svg>"), std::string::npos);
}

}  // namespace
}  // namespace csi::workflow
