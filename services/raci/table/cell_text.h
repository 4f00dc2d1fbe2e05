// The text of one cell, whatever it was written in: Markdown and HTML marks are
// taken off, entities become characters. Pure functions on UTF-8, thread-safe;
// bytes that are no UTF-8 pass through as they are.
#ifndef CSI_SERVICES_RACI_TABLE_CELL_TEXT_H_
#define CSI_SERVICES_RACI_TABLE_CELL_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

namespace csi::raci {

// Without spaces, tabulators and line ends at both ends.
std::string_view TrimText(std::string_view text);

// Bold, code, links, images, footnotes and tags give their text, <br> a line
// end, a backslash the character that follows it; trimmed.
std::string PlainText(std::string_view cell);

// What PlainText reads back as `text`, for trimmed text without line ends.
std::string EscapedText(std::string_view text);

// The same, with every character escaped that could ever be a mark.
std::string EscapedFully(std::string_view text);

// The whole cell is bold, or a Markdown heading.
bool IsMarked(std::string_view cell);

// Lower case for Latin, Greek and Cyrillic letters whose two cases have equally
// many bytes; the length never changes.
std::string FoldCase(std::string_view text);

// Maximal runs of ASCII letters and bytes above 0x7f, in lower case.
std::vector<std::string> WordsOf(std::string_view text);

// One title on one line: line ends and control characters become spaces.
std::string OneLine(std::string_view text);

// For messages: long texts are cut, where a character ends.
std::string Shown(std::string_view text);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_TABLE_CELL_TEXT_H_
