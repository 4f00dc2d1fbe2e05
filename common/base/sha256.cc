#include "common/base/sha256.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include "common/base/check.h"

namespace csi {

namespace {

// Fetching the algorithm and making a context cost more than hashing a few
// hundred bytes does.
class Hasher {
 public:
  Hasher() : context_(EVP_MD_CTX_new()) {
    static const EVP_MD* const algorithm =
        EVP_MD_fetch(nullptr, "SHA256", nullptr);
    CSI_CHECK(context_ != nullptr && algorithm != nullptr,
              "SHA-256 is not available");
    algorithm_ = algorithm;
  }
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;
  ~Hasher() { EVP_MD_CTX_free(context_); }

  std::string Of(std::initializer_list<std::string_view> parts) {
    CSI_CHECK(EVP_DigestInit_ex(context_, algorithm_, nullptr) == 1,
              "SHA-256 is not available");
    for (std::string_view part : parts) {
      EVP_DigestUpdate(context_, part.data(), part.size());
    }
    std::string digest(SHA256_DIGEST_LENGTH, '\0');
    EVP_DigestFinal_ex(
        context_, reinterpret_cast<unsigned char*>(digest.data()), nullptr);
    return digest;
  }

 private:
  EVP_MD_CTX* context_;
  const EVP_MD* algorithm_ = nullptr;
};

}  // namespace

std::string Sha256(std::initializer_list<std::string_view> parts) {
  thread_local Hasher hasher;
  return hasher.Of(parts);
}

std::string Sha256(std::string_view bytes) { return Sha256({bytes}); }

std::string Hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (unsigned char byte : bytes) {
    text.push_back(kDigits[byte >> 4]);
    text.push_back(kDigits[byte & 15]);
  }
  return text;
}

}  // namespace csi
