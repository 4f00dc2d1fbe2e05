#include "services/raci/table/cell_text.h"

#include <utility>

#include "common/csv/utf8.h"

namespace csi::raci {
namespace {

constexpr std::string_view kPunctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
// What PlainText would take away or change.
constexpr std::string_view kSpecial = "\\*`~[]<>&_#";
constexpr std::pair<std::string_view, std::string_view> kEntities[] = {
    {"&nbsp;", " "},  {"&amp;", "&"}, {"&lt;", "<"},   {"&gt;", ">"},
    {"&quot;", "\""}, {"&#39;", "'"}, {"&#160;", " "}, {"&apos;", "'"},
};
// Zero-width characters, soft hyphen, byte order mark: nobody sees them. The
// last two are no characters at all.
constexpr std::string_view kInvisible[] = {
    "\xe2\x80\x8b", "\xe2\x80\x8c", "\xe2\x80\x8d", "\xe2\x81\xa0",
    "\xef\xbb\xbf", "\xc2\xad",     "\xef\xbf\xbe", "\xef\xbf\xbf"};
constexpr size_t kTagBytesMax = 300;
constexpr size_t kShownBytesMax = 60;

bool IsAsciiLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Each of these eats what it knows from the front of `rest` and says so.

bool EatEscape(std::string_view& rest, std::string& text) {
  if (rest.size() < 2 || rest[0] != '\\' ||
      kPunctuation.find(rest[1]) == std::string_view::npos) {
    return false;
  }
  text.push_back(rest[1]);
  rest.remove_prefix(2);
  return true;
}

bool EatEntity(std::string_view& rest, std::string& text) {
  for (const auto& [entity, meaning] : kEntities) {
    if (!rest.starts_with(entity)) continue;
    text += meaning;
    rest.remove_prefix(entity.size());
    return true;
  }
  return false;
}

bool EatInvisible(std::string_view& rest) {
  for (std::string_view invisible : kInvisible) {
    if (!rest.starts_with(invisible)) continue;
    rest.remove_prefix(invisible.size());
    return true;
  }
  return false;
}

bool EatTag(std::string_view& rest, std::string& text) {
  if (rest.size() < 3 || rest[0] != '<') return false;
  if (!IsAsciiLetter(rest[1]) && rest[1] != '/') return false;
  const size_t end = rest.substr(0, kTagBytesMax).find('>');
  if (end == std::string_view::npos) return false;
  const std::string name = FoldCase(rest.substr(1, 3));
  if (name == "sup") {
    // What stands high is the number of a note.
    const size_t close = rest.substr(0, kTagBytesMax).find("</sup>");
    if (close != std::string_view::npos) {
      rest.remove_prefix(close + std::string_view("</sup>").size());
      return true;
    }
  }
  if (name.starts_with("br") || name.starts_with("li") || name == "/p>")
    text.push_back('\n');
  rest.remove_prefix(end + 1);
  return true;
}

// [text](target), ![text](target) and [text][reference] give their text, the
// footnote [^1] gives nothing.
bool EatLink(std::string_view& rest, std::string& text) {
  const bool image = rest.starts_with("![");
  if (!image && rest.front() != '[') return false;
  const std::string_view body = rest.substr(image ? 2 : 1);
  const size_t close = body.find(']');
  if (close == std::string_view::npos) return false;
  if (!image && body.front() == '^') {
    rest = body.substr(close + 1);
    return true;
  }
  const std::string_view after = body.substr(close + 1);
  if (after.empty() || (after[0] != '(' && after[0] != '[')) return false;
  const size_t end = after.find(after[0] == '(' ? ')' : ']');
  if (end == std::string_view::npos) return false;
  text += body.substr(0, close);
  rest = after.substr(end + 1);
  return true;
}

std::string_view WithoutUnderscores(std::string_view text) {
  for (std::string_view mark : {"__", "_"}) {
    if (text.size() > 2 * mark.size() && text.starts_with(mark) &&
        text.ends_with(mark)) {
      return text.substr(mark.size(), text.size() - 2 * mark.size());
    }
  }
  return text;
}

}  // namespace

std::string_view TrimText(std::string_view text) {
  const size_t from = text.find_first_not_of(" \t\r\n");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

std::string PlainText(std::string_view cell) {
  std::string_view rest = WithoutUnderscores(TrimText(cell));
  if (rest.starts_with("#")) {
    const size_t level = rest.find_first_not_of('#');
    if (level != std::string_view::npos && level <= 6 && rest[level] == ' ') {
      rest.remove_prefix(level);
    }
  }
  std::string text;
  while (!rest.empty()) {
    if (EatEscape(rest, text) || EatEntity(rest, text) || EatInvisible(rest) ||
        EatTag(rest, text) || EatLink(rest, text)) {
      continue;
    }
    const char c = rest.front();
    rest.remove_prefix(1);
    if (c == '*' || c == '`' || c == '~') continue;
    text.push_back(c);
  }
  return std::string(TrimText(text));
}

std::string EscapedText(std::string_view text) {
  return PlainText(text) == text ? std::string(text) : EscapedFully(text);
}

std::string EscapedFully(std::string_view text) {
  std::string escaped;
  for (char c : text) {
    if (kSpecial.find(c) != std::string_view::npos) escaped.push_back('\\');
    escaped.push_back(c);
  }
  return escaped;
}

bool IsMarked(std::string_view cell) {
  const std::string_view text = TrimText(cell);
  const std::string lower = FoldCase(text.substr(0, 8));
  for (std::string_view mark : {"**", "__"}) {
    if (text.size() > 4 && text.starts_with(mark) && text.ends_with(mark)) {
      return true;
    }
  }
  return text.starts_with("# ") || text.starts_with("##") ||
         lower.starts_with("<b>") || lower.starts_with("<strong>");
}

std::string FoldCase(std::string_view text) {
  std::string folded(text);
  for (size_t i = 0; i < folded.size(); ++i) {
    const auto c = static_cast<unsigned char>(folded[i]);
    if (c >= 'A' && c <= 'Z') folded[i] = static_cast<char>(c + 32);
    if (c < 0xc3 || c > 0xd1 || i + 1 == folded.size()) continue;
    const auto next = static_cast<unsigned char>(folded[i + 1]);
    unsigned lower = ((c & 0x1fu) << 6) | (next & 0x3fu);
    if (lower >= 0xc0 && lower <= 0xde && lower != 0xd7) {
      lower += 32;  // Latin-1
    } else if (lower >= 0x100 && lower <= 0x137 && lower != 0x130) {
      lower |= 1u;  // Latin Extended-A
    } else if (lower >= 0x391 && lower <= 0x3a9) {
      lower += 32;  // Greek
    } else if (lower >= 0x400 && lower <= 0x40f) {
      lower += 80;  // Cyrillic
    } else if (lower >= 0x410 && lower <= 0x42f) {
      lower += 32;
    }
    folded[i] = static_cast<char>(0xc0u | (lower >> 6));
    folded[i + 1] = static_cast<char>(0x80u | (lower & 0x3fu));
    ++i;
  }
  return folded;
}

std::vector<std::string> WordsOf(std::string_view text) {
  std::vector<std::string> words;
  bool inside = false;
  for (char c : FoldCase(text)) {
    const bool part = IsAsciiLetter(c) || static_cast<unsigned char>(c) > 0x7f;
    if (part && !inside) words.emplace_back();
    if (part) words.back().push_back(c);
    inside = part;
  }
  return words;
}

std::string OneLine(std::string_view text) {
  std::string line;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool control = byte < 0x20 || byte == 0x7f;
    if (control && line.ends_with(' ')) continue;
    line.push_back(control ? ' ' : c);
  }
  return std::string(TrimText(line));
}

std::string Shown(std::string_view text) {
  if (text.size() <= kShownBytesMax) return std::string(text);
  return csv::CleanUtf8(text, kShownBytesMax) + "...";
}

}  // namespace csi::raci
