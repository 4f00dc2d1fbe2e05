#include "services/registry/domain/session.h"

#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "services/registry/domain/keys.h"

namespace csi::registry {

std::optional<v1::Prioritization> ReadSessionHead(const KvReader& state,
                                                  std::string_view tenant,
                                                  std::string_view id) {
  auto session = GetRow<v1::Prioritization>(state, SessionKey(tenant, id));
  if (session) session->set_etag(EtagOf(session->revision()));
  return session;
}

std::optional<v1::Prioritization> ReadSession(const KvReader& state,
                                              std::string_view tenant,
                                              std::string_view id) {
  auto session = ReadSessionHead(state, tenant, id);
  if (!session) return std::nullopt;
  for (const std::string& key :
       {SessionEntriesKey(tenant, id), SessionResultKey(tenant, id)}) {
    if (auto part = GetRow<v1::Prioritization>(state, key)) {
      session->MergeFrom(*part);
    }
  }
  return session;
}

}  // namespace csi::registry
