// Builds well-formed markup: every text and attribute value is escaped on the
// way in, every element that was opened is closed in order.
//
// There is no way to add a string as it is, so what people typed cannot become
// markup. Element and attribute names are constants of the caller. The result
// is both HTML and XML (empty elements are closed, all values quoted).
#ifndef CSI_SERVICES_REPORTING_RENDER_MARKUP_H_
#define CSI_SERVICES_REPORTING_RENDER_MARKUP_H_

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace csi::reporting::render {

// Its address, not its content, marks an attribute to leave out.
inline constexpr char kOmittedAttribute[] = "";

class Markup {
 public:
  using Attributes =
      std::initializer_list<std::pair<std::string_view, std::string_view>>;

  // An attribute with this very value is left out; an empty one is written.
  static constexpr std::string_view kOmit = kOmittedAttribute;

  Markup& Open(std::string_view tag, Attributes attributes = {});
  Markup& Close();
  Markup& Text(std::string_view text);
  // An element that holds text and nothing else.
  Markup& Leaf(std::string_view tag, Attributes attributes,
               std::string_view text);
  Markup& Leaf(std::string_view tag, std::string_view text) {
    return Leaf(tag, {}, text);
  }
  // An element without content, such as <path/>.
  Markup& Empty(std::string_view tag, Attributes attributes);
  // A person's words, kept from reordering what surrounds them.
  Markup& Words(std::string_view text) { return Leaf("bdi", {}, text); }
  // A style sheet of our own making, written as it is.
  // REQUIRES: no '<' or '&' in it.
  Markup& Style(std::string_view css);
  // What another Markup has built.
  Markup& Add(Markup other);

  // Closes what is open and gives the bytes.
  std::string Take();

 private:
  void Start(std::string_view tag, Attributes attributes);

  std::string out_;
  std::vector<std::string> open_;
};

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_MARKUP_H_
