// What is sent for one notification to one person: its id, its body as a
// CloudEvent in JSON, the signature, and the same as a mail. Pure functions.
#ifndef CSI_SERVICES_DELIVERY_MESSAGE_H_
#define CSI_SERVICES_DELIVERY_MESSAGE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "csi/common/v1/cloud_event.pb.h"
#include "csi/workflow/v1/workflow_people_events.pb.h"

namespace csi::delivery {

// HMAC-SHA256 (RFC 2104), 32 bytes.
std::string HmacSha256(std::string_view key, std::string_view message);

// "t=1767225600,v1=HEX": HMAC of "1767225600.BODY". The receiver compares, and
// refuses an old t.
std::string SignatureOf(std::string_view secret, int64_t unix_seconds,
                        std::string_view body);

// The id of one message: the same for the same notification, person and
// channel, so that whoever gets it twice can tell. A resource id.
std::string DeliveryId(std::string_view notification, std::string_view person,
                       std::string_view channel);

// Structured CloudEvents JSON; type csi.notification.v1.
std::string BodyOf(const std::string& id, const common::v1::CloudEvent& event,
                   const workflow::v1::PersonNotified& told,
                   const workflow::v1::NotifiedPerson& person);
// The same for a digest; `text` is its plain text.
std::string DigestBodyOf(const std::string& id, const std::string& tenant,
                         const std::string& person, const std::string& text,
                         absl::Time now);

// A whole mail with CRLF lines from such a body. Texts cannot add headers.
std::string MailOf(const std::string& id, const std::string& from,
                   const std::string& to, const std::string& body,
                   absl::Time now);

}  // namespace csi::delivery

#endif  // CSI_SERVICES_DELIVERY_MESSAGE_H_
