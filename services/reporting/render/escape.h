// Makes any bytes safe to show as text or attribute value in HTML and SVG.
//
// The result is well-formed UTF-8 and valid in XML 1.0: markup characters
// become references; control characters, broken UTF-8 and code points outside
// XML become U+FFFD. The two bidirectional overrides (U+202D, U+202E) do too:
// in evidence they could make a refusal read as an approval. Pure.
#ifndef CSI_SERVICES_REPORTING_RENDER_ESCAPE_H_
#define CSI_SERVICES_REPORTING_RENDER_ESCAPE_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace csi::reporting::render {

// Text or a double- or single-quoted attribute value. Line feeds and tabs
// stay as they are.
std::string Escape(std::string_view text);

// One decoded code point, U+FFFD for a broken byte; `next` moves past it.
// REQUIRES: *next < text.size().
char32_t DecodeUtf8(std::string_view text, size_t* next);

void AppendUtf8(char32_t code_point, std::string* out);

// The text cut to at most `code_points_max` code points, an ellipsis as the
// last one where something was cut.
std::string Shorten(std::string_view text, size_t code_points_max);

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_ESCAPE_H_
