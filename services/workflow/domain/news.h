// News about changes: finding the RFC it is about, and what it does to the
// run. Shared by IngestChangeEvent, RaiseRfc and LinkRfc.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_NEWS_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_NEWS_H_

#include <optional>
#include <string>

#include "services/workflow/domain/work.h"

namespace csi::workflow {

// The RFC that an event is about: by system and external id, by external id
// of an RFC that names no system, or by our own name of it.
struct RfcId {
  std::string run;
  std::string rfc;
};
std::optional<RfcId> FindRfc(const Context& context,
                             const v1::ChangeEvent& event);
std::optional<RfcId> FindExternal(const Context& context,
                                  const std::string& system,
                                  const std::string& external_id);

// Parked news about a change that now has a run, oldest revision first; only
// such whose status is known.
struct Parked {
  std::string id;
  v1::ChangeEvent event;
  v1::Rfc::Status status = v1::Rfc::STATUS_UNSPECIFIED;
};
std::vector<Parked> FindParked(const Context& context,
                               const std::string& system,
                               const std::string& external_id);

// Takes the news into `rfcs` and emits one event each, then what follows from
// them together. True if the last one was newer than what was known.
// REQUIRES: rfcs holds the RFC; `news` is not empty.
bool EmitNews(const Work& work, const std::string& rfc,
              const std::vector<Parked>& news, Rfcs& rfcs, Outcome& outcome);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_NEWS_H_
