// Artefacts: lists of typed fields, checked against a step's schema.
// Pure functions.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_ARTEFACT_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_ARTEFACT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "csi/workflow/v1/workflow_journal.pb.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace csi::workflow {

using Fields = google::protobuf::RepeatedPtrField<v1::ArtefactField>;

// FIELD_INVALID or TOO_LARGE for the first value that the schema does not
// know, that has another type, or that breaks a bound. Does not ask for
// completeness.
absl::Status CheckFields(const v1::StepDefinition& step, const Fields& fields);

// Sets, replaces or clears the given values.
void MergeFields(const Fields& given, Fields& fields);

// Keys of required fields without a value, in the order of the schema.
std::vector<std::string> MissingFields(const v1::StepDefinition& step,
                                       const Fields& fields);

// Sentences about values that do not allow approval, for example a decision
// that is not "go".
std::vector<std::string> FailingFields(const v1::StepDefinition& step,
                                       const Fields& fields);

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_ARTEFACT_H_
