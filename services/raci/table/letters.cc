#include "services/raci/table/letters.h"

#include <algorithm>

#include "common/base/strings.h"
#include "services/raci/table/cell_text.h"
#include "services/raci/table/letter_signs.h"

namespace csi::raci {
namespace {

using common::v1::Letter;

int Rank(Letter letter) {
  return letter == common::v1::LETTER_ACCOUNTABLE ? 0
                                                  : static_cast<int>(letter);
}

void AddOnce(std::vector<Letter>& letters, Letter letter) {
  if (std::find(letters.begin(), letters.end(), letter) == letters.end()) {
    letters.push_back(letter);
  }
}

// Folding keeps lengths, so both move together.
struct Rest {
  std::string_view text;
  std::string_view folded;

  void Drop(size_t bytes) {
    text.remove_prefix(bytes);
    folded.remove_prefix(bytes);
  }
};

bool EatOneOf(std::span<const std::string_view> signs, Rest& rest) {
  for (std::string_view sign : signs) {
    if (!rest.folded.starts_with(sign)) continue;
    rest.Drop(sign.size());
    return true;
  }
  return false;
}

bool EatLetter(Rest& rest, Letters& result) {
  for (const LetterWord& word : LetterWords()) {
    if (!rest.folded.starts_with(word.text)) continue;
    rest.Drop(word.text.size());
    AddOnce(result.letters, word.letter);
    return true;
  }
  for (const LetterWord& look : LookAlikes()) {
    if (!rest.text.starts_with(look.text)) continue;
    rest.Drop(look.text.size());
    AddOnce(result.letters, look.letter);
    result.repaired = true;
    return true;
  }
  return false;
}

// Longer texts are no letters, whatever they begin with.
constexpr size_t kLetterCellBytesMax = 256;
// Shorter comments would rather be letters that we do not know.
constexpr size_t kCommentBytesMin = 3;

bool ReadAll(Rest rest, Letters& result);

// "(lead)" and "[1]" behind a letter, where the brackets hold no letters.
bool EatComment(Rest& rest, Letters& result) {
  const char open = rest.text.front();
  if ((open != '(' && open != '[') || result.letters.empty()) return false;
  const size_t close = rest.text.find(open == '(' ? ')' : ']');
  if (close == std::string_view::npos) return false;
  const std::string_view inner = rest.text.substr(1, close - 1);
  const bool number = !inner.empty() && inner.find_first_not_of("0123456789") ==
                                            std::string_view::npos;
  if (!number) {
    Letters inside;
    if (inner.size() < kCommentBytesMin) return false;
    if (ReadAll({inner, rest.folded.substr(1, close - 1)}, inside)) {
      return false;
    }
  }
  rest.Drop(close + 1);
  result.repaired = true;
  return true;
}

bool StartsComment(const Rest& rest, const Letters& result) {
  if (result.letters.empty()) return false;
  return std::any_of(
      std::begin(kCommentSigns), std::end(kCommentSigns),
      [&](std::string_view sign) { return rest.text.starts_with(sign); });
}

// "R - signs the form", "A: final word": what follows the sign is letters, or
// explains those before it.
bool ReadBehindSign(Rest rest, Letters& result) {
  rest.Drop(1);
  Letters behind;
  if (!ReadAll(rest, behind)) {
    if (rest.text.size() < kCommentBytesMin) return false;
    result.repaired = true;
    return true;
  }
  for (Letter letter : behind.letters) AddOnce(result.letters, letter);
  result.repaired |= behind.repaired;
  result.blocking |= behind.blocking;
  return true;
}

// Each byte is looked at a bounded number of times, and recursion is as deep as
// a cell has comment signs, of which kLetterCellBytesMax allows few.
bool ReadAll(Rest rest, Letters& result) {
  while (!rest.text.empty()) {
    if (StartsComment(rest, result)) return ReadBehindSign(rest, result);
    if (rest.text.front() == '!') {
      result.blocking = true;
      rest.Drop(1);
      continue;
    }
    if (!result.letters.empty() && EatOneOf(kFootnoteSigns, rest)) {
      result.repaired = true;
      continue;
    }
    if (EatComment(rest, result) || EatOneOf(kFillers, rest) ||
        EatLetter(rest, result)) {
      continue;
    }
    return false;
  }
  return true;
}

bool SaysNone(const std::string& folded) {
  return std::find(std::begin(kNoneWords), std::end(kNoneWords), folded) !=
         std::end(kNoneWords);
}

}  // namespace

Letters ReadLetters(std::string_view cell) {
  Letters result;
  const std::string text = PlainText(cell);
  const std::string folded = FoldCase(text);
  // Alone these two are an I; between letters a bar only parts them.
  if (text == "l" || text == "|") {
    result.letters.push_back(common::v1::LETTER_INFORMED);
    result.repaired = true;
    return result;
  }
  if (SaysNone(folded)) {
    result.none = true;
    return result;
  }
  if (text.size() > kLetterCellBytesMax || !ReadAll({text, folded}, result)) {
    result = Letters();
    result.unknown = text;
    return result;
  }
  result.none = result.letters.empty() && !text.empty();
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
