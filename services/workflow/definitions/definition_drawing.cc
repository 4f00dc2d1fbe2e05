#include "services/workflow/definitions/definition_drawing.h"

#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/strings.h"
#include "services/workflow/definitions/definition.h"

namespace csi::workflow {
namespace {

// Pixels.
constexpr int kWidth = 760;
constexpr int kBoxLeft = 40;
constexpr int kBoxWidth = 400;
constexpr int kBoxHeight = 64;
constexpr int kPitch = 104;
constexpr int kTop = 96;
constexpr int kLaneLeft = kBoxLeft + kBoxWidth;
constexpr int kLaneWidth = 34;
constexpr int kLineHeight = 16;
// About what fits into a box in the font below.
constexpr size_t kTitleCharsMax = 46;

constexpr char kStyle[] =
    "<style>\n"
    "  .bg{fill:#ffffff}.box{fill:#f3f6fb;stroke:#2f5d9b;stroke-width:1.5}\n"
    "  .gate{fill:#fff4d6;stroke:#8a6100;stroke-width:1.5}\n"
    "  .t{fill:#16202c;font:600 15px sans-serif}\n"
    "  .h{fill:#16202c;font:600 20px sans-serif}\n"
    "  .s{fill:#435366;font:12px sans-serif}\n"
    "  .w{fill:none;stroke:#435366;stroke-width:1.5}\n"
    "  .b{fill:none;stroke:#a3312c;stroke-width:1.5;stroke-dasharray:5 3}\n"
    "  .bt{fill:#a3312c;font:12px sans-serif}.gt{fill:#6b4b00;font:12px "
    "sans-serif}\n"
    "  .a{fill:#435366}.ab{fill:#a3312c}\n"
    "  @media (prefers-color-scheme: dark){.bg{fill:#12181f}"
    ".box{fill:#1c2733;stroke:#7fb0ee}.gate{fill:#33290f;stroke:#e0b040}"
    ".t,.h{fill:#e8eef5}.s{fill:#a9b8c8}.w{stroke:#a9b8c8}.b{stroke:#ff8f88}"
    ".bt{fill:#ff8f88}.gt{fill:#f0cd78}.a{fill:#a9b8c8}.ab{fill:#ff8f88}}\n"
    "</style>\n";

// Characters that XML does not take are left out.
std::string Xml(std::string_view text) {
  std::string xml;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '<') {
      xml += "&lt;";
    } else if (c == '>') {
      xml += "&gt;";
    } else if (c == '&') {
      xml += "&amp;";
    } else if (c == '"') {
      xml += "&quot;";
    } else if (byte >= 0x20 && byte != 0x7f) {
      xml.push_back(c);
    } else if (c == '\n' || c == '\t') {
      xml.push_back(' ');
    }
  }
  return xml;
}

// Cut between characters, with "..." behind it.
std::string Short(std::string_view text, size_t chars) {
  size_t count = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xc0) == 0x80) continue;
    if (++count > chars) return StrCat(text.substr(0, i), "...");
  }
  return std::string(text);
}

std::string LetterText(const google::protobuf::RepeatedField<int>& letters) {
  std::string text;
  for (int letter : letters) {
    if (!common::v1::Letter_IsValid(letter)) continue;
    text += common::v1::Letter_Name(static_cast<common::v1::Letter>(letter))
                .substr(7, 1);
  }
  return text.empty() ? "nobody" : text;
}

int YOf(uint32_t step) { return kTop + static_cast<int>(step - 1) * kPitch; }

class Drawing {
 public:
  explicit Drawing(const v1::Definition& definition)
      : definition_(definition), steps_(definition.steps_size()) {}

  std::string Draw() {
    Returns();
    const int height = kTop + steps_ * kPitch + 40;
    StrAppend(&out_, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ",
              kWidth, " ", height, "\" width=\"", kWidth, "\" height=\"",
              height, "\" role=\"img\" aria-labelledby=\"title desc\">\n");
    StrAppend(&out_, "<title id=\"title\">", Xml(definition_.title()),
              "</title>\n<desc id=\"desc\">", Xml(Words()), "</desc>\n", kStyle,
              "<rect class=\"bg\" width=\"", kWidth, "\" height=\"", height,
              "\"/>\n");
    Text("h", kBoxLeft, 40, Short(definition_.title(), 60));
    const std::string& name = definition_.name();
    Text("s", kBoxLeft, 62,
         StrCat(name.substr(name.rfind('/') + 1), ", revision ",
                definition_.revision(),
                ". R works, A decides; dashed: ways back."));
    for (int i = 0; i < steps_; ++i) {
      Step(definition_.steps(i), static_cast<uint32_t>(i) + 1);
    }
    End();
    Lanes();
    return StrCat(out_, "</svg>\n");
  }

 private:
  void Text(std::string_view kind, int x, int y, std::string_view text) {
    StrAppend(&out_, "<text class=\"", kind, "\" x=\"", x, "\" y=\"", y, "\">",
              Xml(text), "</text>\n");
  }

  // What the picture says, for those who do not see it.
  std::string Words() const {
    std::string words = StrCat(steps_, " steps from top to bottom:");
    for (const v1::StepDefinition& step : definition_.steps()) {
      StrAppend(&words, " ", step.number(), " ", step.title());
      if (step.implements()) StrAppend(&words, " (needs a baseline)");
      StrAppend(&words,
                step.number() == static_cast<uint32_t>(steps_) ? "." : ";");
    }
    for (const auto& [to, statuses] : returns_) {
      StrAppend(&words, " Back to step ", to, ":");
      for (const std::string& status : statuses) StrAppend(&words, " ", status);
      StrAppend(&words, ".");
    }
    return words;
  }

  void Returns() {
    for (const v1::RfcOutcome& row : definition_.rfc_outcomes()) {
      if (row.effect() != v1::RFC_EFFECT_RETURN &&
          row.effect() != v1::RFC_EFFECT_DROP) {
        continue;
      }
      const uint32_t to = StepNumber(definition_, row.return_to_step());
      if (to == 0 || !v1::Rfc::Status_IsValid(row.status())) continue;
      std::string status = v1::Rfc::Status_Name(row.status()).substr(7);
      for (char& c : status) {
        c = c == '_'               ? ' '
            : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a')
                                   : c;
      }
      returns_[to].push_back(std::move(status));
    }
  }

  void Arrow(int y_from, int y_to) {
    const int x = kBoxLeft + kBoxWidth / 2;
    StrAppend(&out_, "<path class=\"w\" d=\"M", x, " ", y_from, "V", y_to - 8,
              "\"/>\n<path class=\"a\" d=\"M", x - 5, " ", y_to - 9,
              "h10l-5 9z", "\"/>\n");
  }

  void Step(const v1::StepDefinition& step, uint32_t place) {
    const int y = YOf(place);
    StrAppend(&out_, "<g id=\"step-", place, "\">\n");
    if (place > 1) {
      Arrow(y - kPitch + kBoxHeight, y);
      if (step.implements()) {
        const int x = kBoxLeft + kBoxWidth / 2;
        const int middle = y - (kPitch - kBoxHeight) / 2 - 2;
        StrAppend(&out_, "<path class=\"gate\" d=\"M", x, " ", middle - 10,
                  "l10 10l-10 10l-10 -10z\"/>\n");
        Text("gt", x + 18, middle + 4, "only with a baseline");
      }
    }
    StrAppend(&out_, "<rect class=\"box\" x=\"", kBoxLeft, "\" y=\"", y,
              "\" width=\"", kBoxWidth, "\" height=\"", kBoxHeight,
              "\" rx=\"8\"/>\n");
    Text("t", kBoxLeft + 14, y + 26,
         StrCat(step.number(), "  ", Short(step.title(), kTitleCharsMax)));
    std::string facts =
        StrCat(step.activity(), ": ", LetterText(step.letters().work()),
               " works, ", LetterText(step.letters().approve()), " approves, ",
               step.due_days(), " days");
    if (step.skippable()) StrAppend(&facts, ", may be left out");
    Text("s", kBoxLeft + 14, y + 48, Short(facts, 62));
    out_ += "</g>\n";
  }

  void End() {
    if (steps_ == 0) return;
    const int y = YOf(static_cast<uint32_t>(steps_)) + kBoxHeight;
    Arrow(y, y + 32);
    const v1::StepDefinition& last = definition_.steps(steps_ - 1);
    Text("s", kBoxLeft, y + 52,
         StrCat(last.awaits_effect() ? "wait for the effect, then " : "",
                "verdict: the entry is ", definition_.entry_completed()));
  }

  // Ways back from implementation, one lane each, beside the boxes.
  void Lanes() {
    const uint32_t from = ImplementingStep(definition_);
    if (from == 0) return;
    int lane = 0;
    for (auto it = returns_.rbegin(); it != returns_.rend(); ++it, ++lane) {
      const auto& [to, statuses] = *it;
      const int x = kLaneLeft + kLaneWidth * (lane + 1);
      const int start = YOf(from) + kBoxHeight / 2 - 8 + 12 * lane;
      const int end = YOf(to) + kBoxHeight / 2;
      StrAppend(&out_, "<path class=\"b\" d=\"M", kLaneLeft, " ", start, "H", x,
                "V", end, "H", kLaneLeft + 9, "\"/>\n<path class=\"ab\" d=\"M",
                kLaneLeft + 10, " ", end - 5, "v10l-9 -5z\"/>\n");
      // Beside all lanes, so that none of them crosses the words.
      const int lanes = static_cast<int>(returns_.size());
      int line = end + 4;
      for (const std::string& status : statuses) {
        Text("bt", kLaneLeft + kLaneWidth * lanes + 12, line, status);
        line += kLineHeight;
      }
    }
  }

  const v1::Definition& definition_;
  const int steps_;
  std::map<uint32_t, std::vector<std::string>> returns_;
  std::string out_;
};

}  // namespace

std::string DefinitionDrawing(const v1::Definition& definition) {
  return Drawing(definition).Draw();
}

}  // namespace csi::workflow
