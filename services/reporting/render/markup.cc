#include "services/reporting/render/markup.h"

#include <string>
#include <string_view>
#include <utility>

#include "common/base/strings.h"
#include "services/reporting/render/escape.h"

namespace csi::reporting::render {
namespace {

// After these a new line begins, so that a difference between two reports is
// a difference between lines.
bool EndsLine(std::string_view tag) {
  static constexpr std::string_view kTags[] = {
      "html", "head",  "title", "style",      "body",   "header", "main",
      "div",  "meta",  "p",     "section",    "footer", "table",  "caption",
      "tr",   "thead", "tbody", "ul",         "li",     "ol",     "dl",
      "dd",   "h1",    "h2",    "h3",         "h4",     "svg",    "g",
      "path", "line",  "rect",  "text",       "desc",   "figure", "figcaption",
      "use",  "defs",  "nav",   "blockquote", "details"};
  for (const std::string_view known : kTags) {
    if (known == tag) return true;
  }
  return false;
}

}  // namespace

void Markup::Start(std::string_view tag, Attributes attributes) {
  StrAppend(&out_, "<", tag);
  for (const auto& [name, value] : attributes) {
    if (value.data() == kOmit.data()) continue;
    StrAppend(&out_, " ", name, "=\"", Escape(value), "\"");
  }
}

Markup& Markup::Open(std::string_view tag, Attributes attributes) {
  Start(tag, attributes);
  out_.push_back('>');
  open_.emplace_back(tag);
  return *this;
}

Markup& Markup::Close() {
  if (open_.empty()) return *this;
  const std::string tag = std::move(open_.back());
  open_.pop_back();
  StrAppend(&out_, "</", tag, ">");
  if (EndsLine(tag)) out_.push_back('\n');
  return *this;
}

Markup& Markup::Text(std::string_view text) {
  out_ += Escape(text);
  return *this;
}

Markup& Markup::Leaf(std::string_view tag, Attributes attributes,
                     std::string_view text) {
  return Open(tag, attributes).Text(text).Close();
}

Markup& Markup::Empty(std::string_view tag, Attributes attributes) {
  Start(tag, attributes);
  out_ += "/>";
  if (EndsLine(tag)) out_.push_back('\n');
  return *this;
}

Markup& Markup::Style(std::string_view css) {
  Open("style");
  out_ += css;
  return Close();
}

Markup& Markup::Add(Markup other) {
  out_ += other.Take();
  return *this;
}

std::string Markup::Take() {
  while (!open_.empty()) Close();
  return std::move(out_);
}

}  // namespace csi::reporting::render
