// Packs and unpacks bytes with gzip, for report contents. The same input gives
// the same bytes within a build; nothing relies on more. Thread-safe.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_GZIP_H_
#define CSI_SERVICES_REPORTING_DOMAIN_GZIP_H_

#include <optional>
#include <string>

namespace csi::reporting {

std::string Gzip(const std::string& content);
// nullopt for bytes that are not gzip or broken.
std::optional<std::string> Gunzip(const std::string& packed);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_GZIP_H_
