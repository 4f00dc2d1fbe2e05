// StrCat and View: Debian's abseil has its own string_view type, which does not
// convert from std::string_view. Ours is std::string_view everywhere; these two
// cross the border in one place.
#ifndef CSI_COMMON_BASE_STRINGS_H_
#define CSI_COMMON_BASE_STRINGS_H_

#include <string>
#include <string_view>
#include <type_traits>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace csi {

inline absl::string_view View(std::string_view text) {
  return absl::string_view(text.data(), text.size());
}
inline std::string_view StdView(absl::string_view text) {
  return std::string_view(text.data(), text.size());
}

namespace internal {
template <class Piece>
decltype(auto) ToAbsl(const Piece& piece) {
  if constexpr (std::is_same_v<Piece, std::string_view>) {
    return View(piece);
  } else {
    return (piece);
  }
}
}  // namespace internal

// As absl::StrCat, and takes std::string_view.
template <class... Pieces>
std::string StrCat(const Pieces&... pieces) {
  return absl::StrCat(internal::ToAbsl(pieces)...);
}
template <class... Pieces>
void StrAppend(std::string* text, const Pieces&... pieces) {
  absl::StrAppend(text, internal::ToAbsl(pieces)...);
}

// At most so many bytes of the beginning of UTF-8 text, whole characters only.
inline std::string_view Beginning(std::string_view text, size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  while (bytes_max > 0 && (text[bytes_max] & 0xc0) == 0x80) --bytes_max;
  return text.substr(0, bytes_max);
}

}  // namespace csi

#endif  // CSI_COMMON_BASE_STRINGS_H_
