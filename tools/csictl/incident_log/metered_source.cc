#include "tools/csictl/incident_log/metered_source.h"

#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "tools/csictl/incident_log/limits.h"

namespace csi::incident_log {

MeteredSource::MeteredSource(csv::ByteSource* source, MeterOptions options)
    : source_(source), options_(std::move(options)), digest_(EVP_MD_CTX_new()) {
  EVP_DigestInit_ex(digest_, EVP_sha256(), nullptr);
}

MeteredSource::~MeteredSource() { EVP_MD_CTX_free(digest_); }

absl::StatusOr<size_t> MeteredSource::Read(char* to, size_t bytes_max) {
  if (options_.cancelled != nullptr && options_.cancelled->load()) {
    return absl::CancelledError(StrCat("stopped after ", bytes_done_,
                                       " bytes; nothing has been recorded"));
  }
  const absl::StatusOr<size_t> bytes = source_->Read(to, bytes_max);
  if (!bytes.ok()) return bytes;
  bytes_done_ += *bytes;
  if (bytes_done_ > options_.bytes_max) {
    return absl::ResourceExhaustedError(StrCat("the log has more than ",
                                               options_.bytes_max,
                                               " bytes (unpacked); split it"));
  }
  EVP_DigestUpdate(digest_, to, *bytes);
  if (*bytes == 0 || bytes_done_ - bytes_told_ >= kProgressBytes) {
    TellProgress();
  }
  return bytes;
}

void MeteredSource::TellProgress() {
  bytes_told_ = bytes_done_;
  if (options_.on_progress) {
    options_.on_progress({bytes_done_, options_.bytes_total});
  }
}

std::string MeteredSource::Sha256Hex() {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_DigestFinal_ex(digest_, bytes, &size);
  return Hex({reinterpret_cast<const char*>(bytes), size});
}

}  // namespace csi::incident_log
