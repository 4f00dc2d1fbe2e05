// Rules of an entry's fields that need no state of the register: bounds,
// names, days, money, and that people, services and processes exist.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_VALIDATE_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_VALIDATE_H_

#include <string_view>

#include "absl/status/status.h"
#include "common/domain/domain.h"
#include "csi/registry/v1/registry.pb.h"

namespace csi::registry {

// Checks every field that is set. Field paths start with "opportunity.".
absl::Status CheckFields(const Context& context, const v1::Opportunity& entry);

// The part of it about texts, criteria and attachments.
absl::Status CheckTexts(const v1::Opportunity& entry);

// A person of the directory, or empty.
absl::Status CheckPerson(const Context& context, std::string_view field,
                         std::string_view name);
absl::Status CheckScope(const Context& context, std::string_view field,
                        const common::v1::Scope& scope);
// tenants/{tenant}/a/b[/c/d...]: any resource of the tenant.
absl::Status CheckSubject(const Context& context, std::string_view field,
                          std::string_view name);
absl::Status CheckCount(std::string_view field, int count, int count_max);
// A day of the calendar, if given.
absl::Status CheckDay(std::string_view field, bool given,
                      const google::type::Date& date);
// An amount that is not negative, in a currency of three letters, if given.
absl::Status CheckMoney(std::string_view field, bool given,
                        const google::type::Money& money);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_VALIDATE_H_
