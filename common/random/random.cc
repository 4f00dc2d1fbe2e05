#include "common/random/random.h"

#include <openssl/rand.h>

#include "common/base/check.h"

namespace csi {

std::string SystemRandom::Bytes(size_t count) {
  std::string bytes(count, '\0');
  const int done = RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()),
                              static_cast<int>(count));
  CSI_CHECK(done == 1, "the operating system gives no random bytes");
  return bytes;
}

std::string SeededRandom::Bytes(size_t count) {
  std::string bytes;
  while (bytes.size() < count) {
    uint64_t word = engine_();
    for (int i = 0; i < 8 && bytes.size() < count; ++i) {
      bytes.push_back(static_cast<char>(word & 0xff));
      word >>= 8;
    }
  }
  return bytes;
}

}  // namespace csi
