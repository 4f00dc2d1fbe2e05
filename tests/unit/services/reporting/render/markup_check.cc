#include "tests/unit/services/reporting/render/markup_check.h"

#include <cctype>
#include <string>
#include <string_view>

#include "common/base/strings.h"

namespace csi::reporting::render {
namespace {

class Checker {
 public:
  explicit Checker(std::string_view text) : text_(text) {}

  CheckedMarkup Run() {
    constexpr std::string_view kDoctype = "<!DOCTYPE html>";
    if (text_.substr(0, kDoctype.size()) == kDoctype) at_ = kDoctype.size();
    while (at_ < text_.size() && result_.error.empty()) {
      if (text_[at_] == '<') {
        Tag();
      } else {
        CharacterData();
      }
    }
    if (!open_.empty()) {
      Fail(StrCat("not closed: ", result_.elements[open_.back()].tag));
    }
    return result_;
  }

 private:
  void Fail(std::string message) {
    if (!result_.error.empty()) return;
    result_.error =
        StrCat(message, " at byte ", at_, ": ", text_.substr(at_, 60));
  }

  std::string Name() {
    const size_t start = at_;
    while (at_ < text_.size() &&
           (std::isalnum(static_cast<unsigned char>(text_[at_])) ||
            text_[at_] == '-')) {
      ++at_;
    }
    if (at_ == start) Fail("name expected");
    return std::string(text_.substr(start, at_ - start));
  }

  std::string Resolve(std::string_view raw) {
    static const std::map<std::string, char> kReferences = {
        {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"#39", '\''}};
    std::string out;
    for (size_t i = 0; i < raw.size(); ++i) {
      const auto byte = static_cast<unsigned char>(raw[i]);
      if (byte < 0x20 && raw[i] != '\n' && raw[i] != '\t') {
        Fail("control character");
      }
      if (raw[i] != '&') {
        out.push_back(raw[i]);
        continue;
      }
      const size_t end = raw.find(';', i);
      const auto known =
          end == std::string_view::npos
              ? kReferences.end()
              : kReferences.find(std::string(raw.substr(i + 1, end - i - 1)));
      if (known == kReferences.end()) {
        Fail("unknown reference");
        return out;
      }
      out.push_back(known->second);
      i = end;
    }
    return out;
  }

  void CharacterData() {
    const size_t end = std::min(text_.find('<', at_), text_.size());
    const std::string_view raw = text_.substr(at_, end - at_);
    if (raw.find('>') != std::string_view::npos) Fail("bare >");
    const std::string resolved = Resolve(raw);
    if (!open_.empty()) {
      result_.elements[open_.back()].text += resolved;
    } else if (raw.find_first_not_of(" \n") != std::string_view::npos) {
      Fail("text outside the root");
    }
    at_ = end;
  }

  void EndTag() {
    at_ += 2;
    const std::string tag = Name();
    if (open_.empty() || result_.elements[open_.back()].tag != tag) {
      Fail("closes what is not open: " + tag);
      return;
    }
    open_.pop_back();
    if (at_ >= text_.size() || text_[at_] != '>') Fail("> expected");
    ++at_;
  }

  void Attribute(Element* element) {
    const std::string name = Name();
    if (text_.substr(at_, 2) != "=\"") {
      Fail("quoted value expected");
      return;
    }
    const size_t end = text_.find('"', at_ + 2);
    if (end == std::string_view::npos) {
      Fail("value without end");
      return;
    }
    const std::string_view raw = text_.substr(at_ + 2, end - at_ - 2);
    if (raw.find_first_of("<>'") != std::string_view::npos) {
      Fail("markup character in a value");
    }
    if (!element->attributes.emplace(name, Resolve(raw)).second) {
      Fail("attribute twice: " + name);
    }
    at_ = end + 1;
  }

  void Tag() {
    if (text_.substr(at_, 2) == "</") {
      EndTag();
      return;
    }
    ++at_;
    Element element;
    element.tag = Name();
    while (result_.error.empty() && at_ < text_.size() && text_[at_] == ' ') {
      ++at_;
      Attribute(&element);
    }
    if (!result_.error.empty()) return;
    const bool empty = text_.substr(at_, 2) == "/>";
    at_ += empty ? 1 : 0;
    if (at_ >= text_.size() || text_[at_] != '>') {
      Fail("> expected");
      return;
    }
    ++at_;
    result_.elements.push_back(element);
    if (empty) return;
    open_.push_back(result_.elements.size() - 1);
    if (element.tag == "style") Style();
  }

  // Character data that is not escaped; our own, so no markup in it.
  void Style() {
    const size_t end = text_.find("</style>", at_);
    const std::string_view css = text_.substr(at_, end - at_);
    if (css.find_first_of("<&") != std::string_view::npos) {
      Fail("markup in a style sheet");
    }
    at_ = end;
  }

  std::string_view text_;
  size_t at_ = 0;
  std::vector<size_t> open_;
  CheckedMarkup result_;
};

}  // namespace

int CheckedMarkup::Count(std::string_view tag) const {
  int count = 0;
  for (const Element& element : elements) count += element.tag == tag;
  return count;
}

std::string CheckedMarkup::AllText() const {
  std::string out;
  for (const Element& element : elements) out += element.text + " ";
  return out;
}

int CheckedMarkup::CountClass(std::string_view name) const {
  int count = 0;
  for (const Element& element : elements) {
    const auto found = element.attributes.find("class");
    if (found == element.attributes.end()) continue;
    const std::string list = " " + found->second + " ";
    count += list.find(StrCat(" ", name, " ")) != std::string::npos;
  }
  return count;
}

CheckedMarkup CheckMarkup(std::string_view document) {
  return Checker(document).Run();
}

}  // namespace csi::reporting::render
