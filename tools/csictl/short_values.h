// Short forms of values whose kind only the server knows: the fields of an
// artefact (--field KEY=VALUE) and the points of an indicator
// (--point 2025-01-01=80,100).
#ifndef CSI_TOOLS_CSICTL_SHORT_VALUES_H_
#define CSI_TOOLS_CSICTL_SHORT_VALUES_H_

#include <string>

#include "absl/status/status.h"
#include "csi/reporting/v1/reporting.pb.h"
#include "csi/workflow/v1/workflow.pb.h"
#include "google/protobuf/message.h"
#include "tools/csictl/arguments.h"
#include "tools/csictl/client.h"

namespace csi::tools {

// Takes --field and --point away from the flags and puts them into a request
// that has such values; looks the definition or the indicator up for that.
// INVALID_ARGUMENT naming the flag and what it takes.
absl::Status TakeShortValues(Client& client, Arguments& arguments,
                             google::protobuf::Message& request);

// Their flags, a line each, for --help; empty when the request has none.
std::string DescribeShortValues(const google::protobuf::Descriptor& request);

// One value as its definition wants it: "12 %", "EUR 1200", "2025-01-31",
// "first; second" or plain text; nothing clears the field.
absl::Status ParseArtefactValue(const workflow::v1::FieldDefinition& field,
                                const std::string& text,
                                workflow::v1::ArtefactField& out);

// "2025-01-01=80" or "2025-01-01=80,100": the figure and what it rests on.
absl::Status ParseShortPoint(const std::string& text,
                             reporting::v1::Aggregation aggregation,
                             reporting::v1::Point& out);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_SHORT_VALUES_H_
