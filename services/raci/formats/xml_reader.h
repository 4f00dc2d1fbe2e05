// XML as calls: elements by their local names, with their attributes and text.
// Refuses document types (and so every entity that a file could define) and
// depth beyond limits::kXmlDepthMax. Thread-safe.
#ifndef CSI_SERVICES_RACI_FORMATS_XML_READER_H_
#define CSI_SERVICES_RACI_FORMATS_XML_READER_H_

#include <map>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace csi::raci {

class XmlHandler {
 public:
  using Attributes = std::map<std::string, std::string, std::less<>>;
  virtual ~XmlHandler() = default;
  // An error ends the reading.
  virtual absl::Status OnStart(std::string_view name,
                               const Attributes& attributes) = 0;
  virtual absl::Status OnEnd(std::string_view name) = 0;
  virtual void OnText(std::string_view text) = 0;
};

// `part` names the text in errors: "part NAME, line 2, column 7: what".
absl::Status ReadXml(std::string_view part, std::string_view xml,
                     XmlHandler& handler);

// As text or as the value of an attribute; characters that XML does not have
// become spaces.
std::string XmlText(std::string_view text);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_FORMATS_XML_READER_H_
