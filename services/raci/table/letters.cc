#include "services/raci/table/letters.h"

#include <algorithm>

#include "common/base/strings.h"

namespace csi::raci {
namespace {

using common::v1::Letter;

struct Reading {
  std::string_view text;  // upper case
  Letter letter;
  bool repaired;
};

// Longer texts first: a word is not read letter by letter.
constexpr Reading kReadings[] = {
    {"RESPONSIBLE", common::v1::LETTER_RESPONSIBLE, false},
    {"ACCOUNTABLE", common::v1::LETTER_ACCOUNTABLE, false},
    {"CONSULTED", common::v1::LETTER_CONSULTED, false},
    {"INFORMED", common::v1::LETTER_INFORMED, false},
    {"CONSULT", common::v1::LETTER_CONSULTED, false},
    {"INFORM", common::v1::LETTER_INFORMED, false},
    {"\xd0\x90", common::v1::LETTER_ACCOUNTABLE, true},  // Cyrillic A
    {"\xd0\xb0", common::v1::LETTER_ACCOUNTABLE, true},  // Cyrillic a
    {"\xd0\xa1", common::v1::LETTER_CONSULTED, true},    // Cyrillic Es
    {"\xd1\x81", common::v1::LETTER_CONSULTED, true},    // Cyrillic es
    {"\xd0\x86", common::v1::LETTER_INFORMED, true},     // Cyrillic I
    {"\xd1\x96", common::v1::LETTER_INFORMED, true},     // Cyrillic i
    {"\xce\x91", common::v1::LETTER_ACCOUNTABLE, true},  // Greek Alpha
    {"\xce\x99", common::v1::LETTER_INFORMED, true},     // Greek Iota
    {"R", common::v1::LETTER_RESPONSIBLE, false},
    {"A", common::v1::LETTER_ACCOUNTABLE, false},
    {"C", common::v1::LETTER_CONSULTED, false},
    {"I", common::v1::LETTER_INFORMED, false},
    {"1", common::v1::LETTER_INFORMED, true},
};

// What stands between letters or for no letter at all: space, slash, comma,
// plus, ampersand, underscore, brackets, dashes, dots, no-break space.
constexpr std::string_view kFillers[] = {" ",
                                         "\t",
                                         "/",
                                         ",",
                                         ";",
                                         "+",
                                         "&",
                                         "_",
                                         "-",
                                         ".",
                                         "(",
                                         ")",
                                         "[",
                                         "]",
                                         "\xc2\xb7",
                                         "\xc2\xa0",
                                         "\xe2\x80\x93",
                                         "\xe2\x80\x94",
                                         "\xe2\x80\xa2",
                                         "\xe2\x88\x92"};

int Rank(Letter letter) {
  return letter == common::v1::LETTER_ACCOUNTABLE ? 0
                                                  : static_cast<int>(letter);
}

void AddOnce(std::vector<Letter>& letters, Letter letter) {
  if (std::find(letters.begin(), letters.end(), letter) == letters.end()) {
    letters.push_back(letter);
  }
}

bool EatFiller(std::string_view& text) {
  for (std::string_view filler : kFillers) {
    if (!text.starts_with(filler)) continue;
    text.remove_prefix(filler.size());
    return true;
  }
  return false;
}

bool EatLetter(std::string_view& text, Letters& result) {
  for (const Reading& reading : kReadings) {
    if (!text.starts_with(reading.text)) continue;
    text.remove_prefix(reading.text.size());
    AddOnce(result.letters, reading.letter);
    result.repaired |= reading.repaired;
    return true;
  }
  return false;
}

}  // namespace

std::string PlainText(std::string_view cell) {
  std::string text;
  for (size_t i = 0; i < cell.size(); ++i) {
    const char c = cell[i];
    if (c == '*' || c == '`' || c == '~') continue;
    if (c == '[') {
      // A link [text](target) gives its text.
      const size_t close = cell.find("](", i);
      const size_t end =
          close == std::string_view::npos ? close : cell.find(')', close);
      if (end != std::string_view::npos) {
        text += cell.substr(i + 1, close - i - 1);
        i = end;
        continue;
      }
    }
    text.push_back(c);
  }
  const size_t from = text.find_first_not_of(" \t");
  if (from == std::string::npos) return "";
  return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

Letters ReadLetters(std::string_view cell) {
  Letters result;
  std::string upper = PlainText(cell);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  if (upper == "N/A" || upper == "NA" || upper == "NONE") return result;
  std::string_view rest = upper;
  while (!rest.empty()) {
    if (rest.front() == '!') {
      result.blocking = true;
      rest.remove_prefix(1);
      continue;
    }
    if (EatFiller(rest) || EatLetter(rest, result)) continue;
    result.unknown = PlainText(cell);
    result.letters.clear();
    result.blocking = false;
    return result;
  }
  std::sort(result.letters.begin(), result.letters.end(),
            [](Letter a, Letter b) { return Rank(a) < Rank(b); });
  const bool consulted =
      std::find(result.letters.begin(), result.letters.end(),
                common::v1::LETTER_CONSULTED) != result.letters.end();
  result.blocking &= consulted;
  return result;
}

std::string WriteLetters(const std::vector<Letter>& letters, bool blocking) {
  std::string text;
  for (Letter letter : letters) {
    const char* name = letter == common::v1::LETTER_RESPONSIBLE   ? "R"
                       : letter == common::v1::LETTER_ACCOUNTABLE ? "A"
                       : letter == common::v1::LETTER_CONSULTED   ? "C"
                                                                  : "I";
    StrAppend(&text, text.empty() ? "" : "/", name);
    if (letter == common::v1::LETTER_CONSULTED && blocking) text += "!";
  }
  return text;
}

}  // namespace csi::raci
