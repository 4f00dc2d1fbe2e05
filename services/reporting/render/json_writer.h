// Writes JSON with keys in the order given, so that the same values are the
// same bytes. Numbers keep full double precision (the shortest form that reads
// back as the same double); what is not finite is null. Not thread-safe.
#ifndef CSI_SERVICES_REPORTING_RENDER_JSON_WRITER_H_
#define CSI_SERVICES_REPORTING_RENDER_JSON_WRITER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace csi::reporting::render {

class JsonWriter {
 public:
  JsonWriter& OpenObject();
  JsonWriter& CloseObject();
  JsonWriter& OpenArray();
  JsonWriter& CloseArray();
  JsonWriter& Key(std::string_view key);
  JsonWriter& String(std::string_view value);
  JsonWriter& Number(double value);
  JsonWriter& Integer(int64_t value);
  JsonWriter& Bool(bool value);
  JsonWriter& Null();
  JsonWriter& Number(const std::optional<double>& value) {
    return value ? Number(*value) : Null();
  }

  // The document, with a line feed at its end.
  std::string Take();

 private:
  void BeforeValue();
  void Break();

  std::string out_;
  std::vector<bool> has_items_;  // per open object or array
  bool after_key_ = false;
};

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_JSON_WRITER_H_
