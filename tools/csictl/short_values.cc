#include "tools/csictl/short_values.h"

#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "common/base/strings.h"
#include "common/status/status.h"
#include "csi/reporting/v1/reporting_service.pb.h"
#include "csi/workflow/v1/workflow_service.pb.h"
#include "tools/csictl/field_setter.h"
#include "tools/csictl/methods.h"
#include "tools/csictl/point_rows.h"

namespace csi::tools {
namespace {

using workflow::v1::ArtefactField;
using workflow::v1::FieldDefinition;

absl::Status Wrong(const FieldDefinition& field, const std::string& text,
                   std::string_view example) {
  return absl::InvalidArgumentError(
      StrCat("--field ", field.key(), "=", text, ": ", field.title(),
             " must be written like ", example, "."));
}

absl::Status ParseNumber(const FieldDefinition& field, const std::string& text,
                         ArtefactField& out) {
  const size_t space = text.find(' ');
  double value = 0;
  if (!absl::SimpleAtod(text.substr(0, space), &value) ||
      !std::isfinite(value)) {
    return Wrong(field, text, field.unit().empty() ? "12.5 or 12.5 h" : "12.5");
  }
  out.mutable_number()->set_value(value);
  out.mutable_number()->set_unit(
      space == std::string::npos ? field.unit() : text.substr(space + 1));
  return absl::OkStatus();
}

absl::Status ParseMoney(const FieldDefinition& field, const std::string& text,
                        ArtefactField& out) {
  if (!ParseMoneyText(text, out.mutable_money())) {
    return Wrong(field, text, "EUR 1200.50");
  }
  return absl::OkStatus();
}

absl::Status ParseDate(const FieldDefinition& field, const std::string& text,
                       ArtefactField& out) {
  const std::vector<std::string> parts = absl::StrSplit(text, '-');
  int year = 0;
  int month = 0;
  int day = 0;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &year) ||
      !absl::SimpleAtoi(parts[1], &month) ||
      !absl::SimpleAtoi(parts[2], &day)) {
    return Wrong(field, text, "2025-01-31");
  }
  out.mutable_date()->set_year(year);
  out.mutable_date()->set_month(month);
  out.mutable_date()->set_day(day);
  return absl::OkStatus();
}

const FieldDefinition* FindField(const workflow::v1::Definition& definition,
                                 uint32_t step, const std::string& key,
                                 std::string& known) {
  for (const auto& each : definition.steps()) {
    if (each.number() != step) continue;
    for (const FieldDefinition& field : each.fields()) {
      if (field.key() == key) return &field;
      StrAppend(&known, known.empty() ? "" : ", ", field.key(),
                field.required() ? " (required)" : "");
    }
  }
  return nullptr;
}

absl::Status DefinitionOfRun(Client& client, const std::string& name,
                             workflow::v1::Definition& definition) {
  workflow::v1::GetRunRequest get_run;
  get_run.set_name(name);
  workflow::v1::Run run;
  RETURN_IF_ERROR(CallMethod(client, "csi.workflow.v1.WorkflowService.GetRun",
                             get_run, run));
  workflow::v1::GetDefinitionRequest get;
  get.set_name(run.definition());
  get.set_revision(run.definition_revision());
  return CallMethod(client, "csi.workflow.v1.WorkflowService.GetDefinition",
                    get, definition);
}

// Works on RecordArtefactRequest and SubmitStepRequest.
template <class Request>
absl::Status TakeFields(Client& client, Arguments& arguments,
                        Request& request) {
  workflow::v1::Definition definition;
  // The step comes with the other flags; it decides which fields there are.
  for (const auto& [flag, value] : arguments.flags) {
    uint32_t step = 0;
    if (flag == "step" && absl::SimpleAtoi(value, &step)) {
      request.set_step(step);
    }
  }
  while (auto text = arguments.TakeFlag("field")) {
    const size_t equals = text->find('=');
    if (equals == std::string::npos) {
      return absl::InvalidArgumentError(
          StrCat("--field ", *text, ": write it as --field KEY=VALUE."));
    }
    if (definition.steps().empty()) {
      RETURN_IF_ERROR(DefinitionOfRun(client, request.name(), definition));
    }
    std::string known;
    const std::string key = text->substr(0, equals);
    const FieldDefinition* field =
        FindField(definition, request.step(), key, known);
    if (field == nullptr) {
      return absl::InvalidArgumentError(
          known.empty() ? StrCat("--field ", key, ": step ", request.step(),
                                 " has no fields; name the step with --step.")
                        : StrCat("--field ", key, ": step ", request.step(),
                                 " has no such field. It has: ", known, "."));
    }
    RETURN_IF_ERROR(ParseArtefactValue(*field, text->substr(equals + 1),
                                       *request.add_fields()));
  }
  return absl::OkStatus();
}

template <class Request>
absl::Status TakePoints(Client& client, Arguments& arguments,
                        Request& request) {
  reporting::v1::Indicator indicator;
  while (auto text = arguments.TakeFlag("point")) {
    if (indicator.name().empty()) {
      reporting::v1::GetIndicatorRequest get;
      get.set_name(request.name());
      RETURN_IF_ERROR(CallReporting(client, "GetIndicator", get, indicator));
    }
    RETURN_IF_ERROR(
        ParseShortPoint(*text, indicator.aggregation(), *request.add_points()));
  }
  return absl::OkStatus();
}

bool HasFlag(const Arguments& arguments, std::string_view name) {
  for (const auto& [flag, value] : arguments.flags) {
    if (flag == name) return true;
  }
  return false;
}

}  // namespace

absl::Status ParseArtefactValue(const FieldDefinition& field,
                                const std::string& text, ArtefactField& out) {
  out.set_key(field.key());
  if (text.empty()) return absl::OkStatus();
  switch (field.type()) {
    case workflow::v1::FIELD_TYPE_NUMBER:
      return ParseNumber(field, text, out);
    case workflow::v1::FIELD_TYPE_MONEY:
      return ParseMoney(field, text, out);
    case workflow::v1::FIELD_TYPE_DATE:
      return ParseDate(field, text, out);
    case workflow::v1::FIELD_TYPE_REFERENCE:
      out.set_reference(text);
      return absl::OkStatus();
    case workflow::v1::FIELD_TYPE_LIST:
      for (absl::string_view item : absl::StrSplit(text, ';')) {
        item = absl::StripAsciiWhitespace(item);
        if (!item.empty()) out.mutable_list()->add_items(std::string(item));
      }
      return absl::OkStatus();
    default:
      out.set_text(text);
      return absl::OkStatus();
  }
}

absl::Status ParseShortPoint(const std::string& text,
                             reporting::v1::Aggregation aggregation,
                             reporting::v1::Point& out) {
  const size_t equals = text.find('=');
  const size_t comma = text.find(',', equals);
  const auto period = ParsePeriod(text.substr(0, equals));
  double value = 0;
  double n = 0;
  if (equals == std::string::npos || !period ||
      !absl::SimpleAtod(text.substr(equals + 1, comma - equals - 1), &value) ||
      (comma != std::string::npos &&
       !absl::SimpleAtod(text.substr(comma + 1), &n))) {
    return absl::InvalidArgumentError(
        StrCat("--point ", text,
               ": write it as DATE=VALUE or DATE=VALUE,N, "
               "for example 2025-01-01=80,100."));
  }
  *out.mutable_period_start_time() = *period;
  if (comma == std::string::npos) {
    out.set_value(value);
  } else {
    SetFigures(value, n, aggregation, out);
  }
  return absl::OkStatus();
}

std::string DescribeShortValues(const google::protobuf::Descriptor& request) {
  const auto is = [&](const google::protobuf::Descriptor* each) {
    return &request == each;
  };
  if (is(workflow::v1::RecordArtefactRequest::descriptor()) ||
      is(workflow::v1::SubmitStepRequest::descriptor())) {
    return "  --field KEY=VALUE...  (text, \"12.5 h\", \"EUR 1200\", "
           "2025-01-31, "
           "\"first; second\")\n";
  }
  if (is(reporting::v1::RecordPointsRequest::descriptor()) ||
      is(reporting::v1::CorrectPointsRequest::descriptor())) {
    return "  --point DATE=VALUE[,N]...  (2025-01-01=80,100)\n";
  }
  return "";
}

absl::Status TakeShortValues(Client& client, Arguments& arguments,
                             google::protobuf::Message& request) {
  using google::protobuf::DynamicCastToGenerated;
  if (HasFlag(arguments, "field")) {
    if (auto* record =
            DynamicCastToGenerated<workflow::v1::RecordArtefactRequest>(
                &request)) {
      return TakeFields(client, arguments, *record);
    }
    if (auto* submit =
            DynamicCastToGenerated<workflow::v1::SubmitStepRequest>(&request)) {
      return TakeFields(client, arguments, *submit);
    }
  }
  if (HasFlag(arguments, "point")) {
    if (auto* record =
            DynamicCastToGenerated<reporting::v1::RecordPointsRequest>(
                &request)) {
      return TakePoints(client, arguments, *record);
    }
    if (auto* correct =
            DynamicCastToGenerated<reporting::v1::CorrectPointsRequest>(
                &request)) {
      return TakePoints(client, arguments, *correct);
    }
  }
  return absl::OkStatus();
}

}  // namespace csi::tools
