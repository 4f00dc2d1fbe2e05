// Writes JSON text in the order it is told: the few shapes that results need.
//
// Doubles come out as the shortest text that reads back to the same bits; what
// is not finite becomes null, since JSON has no word for it. Indented by two
// blanks, arrays of numbers on one line. One thread at a time.
#ifndef CSI_SERVICES_REPORTING_STATISTICS_JSON_WRITER_H_
#define CSI_SERVICES_REPORTING_STATISTICS_JSON_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace csi::statistics {

class JsonWriter {
 public:
  // Open and close must pair; `key` is empty for the outermost and in arrays.
  void OpenObject(std::string_view key = {}) { Open(key, '{'); }
  void CloseObject() { Close('}'); }
  void OpenArray(std::string_view key = {}) { Open(key, '['); }
  void CloseArray() { Close(']'); }

  void Number(std::string_view key, std::optional<double> value);
  void Integer(std::string_view key, int64_t value);
  void Boolean(std::string_view key, std::optional<bool> value);
  void String(std::string_view key, std::string_view value);
  void Null(std::string_view key);
  void Indices(std::string_view key, const std::vector<size_t>& values);
  void Numbers(std::string_view key, std::span<const double> values);
  // [low, high], or null where either is absent.
  void Interval(std::string_view key, std::optional<double> low,
                std::optional<double> high);
  // A string, left out when empty.
  void Reason(std::string_view key, std::string_view value);

  // The text so far, with a final line end.
  std::string Take();

 private:
  void Open(std::string_view key, char bracket);
  void Close(char bracket);
  void Begin(std::string_view key);
  void Quoted(std::string_view text);

  std::string out_;
  size_t depth_ = 0;
  bool first_ = true;
};

// The shortest decimal text of a finite double.
std::string ShortestDouble(double value);

}  // namespace csi::statistics

#endif  // CSI_SERVICES_REPORTING_STATISTICS_JSON_WRITER_H_
