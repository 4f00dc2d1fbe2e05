// Checks that markup is well-formed (elements nest, attributes are quoted and
// unique, references are known, no control characters) and gives what a
// reader sees. Strict on purpose: it accepts only what our writer may produce.
#ifndef CSI_TESTS_UNIT_SERVICES_REPORTING_RENDER_MARKUP_CHECK_H_
#define CSI_TESTS_UNIT_SERVICES_REPORTING_RENDER_MARKUP_CHECK_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace csi::reporting::render {

struct Element {
  std::string tag;
  std::map<std::string, std::string> attributes;  // references resolved
  std::string text;  // of the element itself, references resolved
};

struct CheckedMarkup {
  std::string error;  // empty: well-formed
  std::vector<Element> elements;

  int Count(std::string_view tag) const;
  // All text, in order of the elements, a space between.
  std::string AllText() const;
  // Elements whose class list holds `name`.
  int CountClass(std::string_view name) const;
};

CheckedMarkup CheckMarkup(std::string_view document);

}  // namespace csi::reporting::render

#endif  // CSI_TESTS_UNIT_SERVICES_REPORTING_RENDER_MARKUP_CHECK_H_
