#include "common/domain/domain.h"

#include "common/base/sha256.h"
#include "common/base/strings.h"

namespace csi {

std::string IdSource::Next() {
  static constexpr char kDigits[] = "0123456789abcdefghijklmnopqrstuv";
  const std::string digest = Sha256(StrCat(seed_, "/", drawn_++));
  std::string id;
  for (int i = 0; i < 26; ++i) {
    id.push_back(kDigits[static_cast<unsigned char>(digest[i]) & 31]);
  }
  return id;
}

}  // namespace csi
