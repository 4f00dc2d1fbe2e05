// Writes JSON text: keys in the order of the calls, strings escaped, doubles
// so that they read back exactly, two spaces of indent. Not thread-safe.
#ifndef CSI_TOOLS_CSICTL_INCIDENT_LOG_JSON_WRITER_H_
#define CSI_TOOLS_CSICTL_INCIDENT_LOG_JSON_WRITER_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace csi::incident_log {

// Shortest text that reads back as the same double.
std::string DoubleText(double value);

class JsonWriter {
 public:
  void BeginObject() { Open('{'); }
  void EndObject() { Close('}'); }
  void BeginArray() { Open('['); }
  void EndArray() { Close(']'); }
  void Key(std::string_view key);

  void String(std::string_view value);
  void Int(int64_t value) { Raw(std::to_string(value)); }
  void Uint(uint64_t value) { Raw(std::to_string(value)); }
  void Double(double value) { Raw(DoubleText(value)); }
  void Bool(bool value) { Raw(value ? "true" : "false"); }

  void StringField(std::string_view key, std::string_view value);
  void IntField(std::string_view key, int64_t value);

  const std::string& text() const { return text_; }

 private:
  void Open(char bracket);
  void Close(char bracket);
  void Raw(std::string_view value);
  void Separate();
  void AppendQuoted(std::string_view value);

  std::string text_;
  size_t depth_ = 0;
  bool first_ = true;       // nothing yet in the innermost bracket
  bool after_key_ = false;  // the next value belongs to a key
};

}  // namespace csi::incident_log

#endif  // CSI_TOOLS_CSICTL_INCIDENT_LOG_JSON_WRITER_H_
