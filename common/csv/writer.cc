#include "common/csv/writer.h"

namespace csi::csv {

void Writer::Write(absl::Span<const std::string_view> fields) {
  const char special[] = {options_.delimiter, '"', '\r', '\n'};
  const std::string_view specials(special, sizeof(special));
  for (size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) out_->push_back(options_.delimiter);
    const bool lonely = fields.size() == 1 && fields[i].empty();
    // A text that begins like a byte order mark would lose it in reading.
    const bool mark = fields[i].substr(0, 3) == "\xEF\xBB\xBF";
    WriteField(fields[i],
               lonely || mark ||
                   fields[i].find_first_of(specials) != std::string_view::npos);
  }
  out_->append(options_.line_end);
}

void Writer::WriteField(std::string_view field, bool quoted) {
  if (!quoted) {
    out_->append(field);
    return;
  }
  out_->push_back('"');
  for (const char c : field) {
    if (c == '"') out_->push_back('"');
    out_->push_back(c);
  }
  out_->push_back('"');
}

}  // namespace csi::csv
