// Definitions as arbitrary bytes: read or refused with a reason. What is read
// is checked, compared, told and drawn without harm; it reads back from its own
// text the same; the picture has one end and nothing that XML forbids.
#include <string>
#include <string_view>

#include "common/base/check.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/workflow/definitions/definition_check.h"
#include "services/workflow/definitions/definition_diff.h"
#include "services/workflow/definitions/definition_drawing.h"
#include "services/workflow/definitions/definition_page.h"
#include "services/workflow/definitions/definition_text.h"

namespace {

void CheckInput(std::string_view input) {
  using namespace csi::workflow;  // NOLINT: one function
  const auto definition = ParseDefinition(input);
  if (!definition.ok()) {
    CSI_CHECK(!definition.status().message().empty(), "a refusal has a reason");
    return;
  }
  const std::string text = DefinitionText(*definition);
  const auto again = ParseDefinition(text);
  if (again.ok()) {
    CSI_CHECK(DefinitionText(*again) == text, "it reads back the same");
  }
  CSI_CHECK(DiffDefinitions(*definition, *definition).empty() ||
                !FindInDefinition(*definition).empty(),
            "what is fit does not differ from itself");
  const std::string svg = DefinitionDrawing(*definition);
  CSI_CHECK(svg.ends_with("</svg>\n"), "the picture ends");
  CSI_CHECK(svg.find("</svg>") == svg.size() - 7, "and ends once");
  for (char c : svg) {
    CSI_CHECK(static_cast<unsigned char>(c) >= 0x20 || c == '\n',
              "XML knows no such character");
  }
  CSI_CHECK(DefinitionPage(*definition) == DefinitionPage(*definition),
            "the page is the same again");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  CheckInput({reinterpret_cast<const char*>(data), size});
  return 0;
}
