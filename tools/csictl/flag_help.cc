#include "tools/csictl/flag_help.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "common/base/strings.h"
#include "google/api/field_behavior.pb.h"
#include "tools/csictl/field_setter.h"
#include "tools/csictl/request_builder.h"

namespace csi::tools {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// A message with at most as many fields is shown field by field.
constexpr int kExpandedFieldsMax = 6;

struct Line {
  std::string flag;
  std::string form;
  bool needed = false;
};

bool Behaves(const FieldDescriptor& field, google::api::FieldBehavior wanted) {
  for (int i = 0;
       i < field.options().ExtensionSize(google::api::field_behavior); ++i) {
    if (field.options().GetExtension(google::api::field_behavior, i) ==
        wanted) {
      return true;
    }
  }
  return false;
}

// Filled in by the server, or by csictl itself.
bool IsFilledIn(const FieldDescriptor& field) {
  const std::string& name = field.name();
  return Behaves(field, google::api::OUTPUT_ONLY) || name == "parent" ||
         name == "request_id" || name == "page_token" || name == "uid" ||
         name == "revision" || name == "create_time" || name == "update_time";
}

// "ID" of "people": the collection says what kind of id.
std::string IdForm(const std::string& collection) {
  if (collection == "people") return "PERSON";
  std::string one = collection;
  if (one.ends_with("ies")) {
    one.replace(one.size() - 3, 3, "y");
  } else if (one.ends_with("ses") || one.ends_with("ces")) {
    one.resize(one.size() - (collection == "services" ? 1 : 2));
  } else if (one.ends_with("s")) {
    one.pop_back();
  }
  return absl::AsciiStrToUpper(one);
}

std::string FormOf(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return "";
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumWords(*field.enum_type(), "|");
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string collection = CollectionOf(field);
      return collection.empty() ? "TEXT" : IdForm(collection);
    }
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      return "NUMBER";
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
    default:
      return "N";
  }
  const std::string& type = field.message_type()->full_name();
  if (type == "google.protobuf.Timestamp") return "TIME";
  if (type == "google.protobuf.Duration") return "SECONDSs";
  if (type == "google.protobuf.FieldMask") return "FIELD,FIELD";
  if (type == "google.type.Date") return "DATE";
  if (type == "google.type.Money") return "\"EUR 1200\"";
  return "JSON";
}

void Add(const Descriptor& type, const std::string& prefix,
         std::vector<Line>& lines);

void AddField(const FieldDescriptor& field, const std::string& prefix,
              std::vector<Line>& lines) {
  const std::string flag = prefix + FlagOf(field.name());
  const std::string form = FormOf(field);
  if (form == "JSON" && !field.is_repeated() &&
      field.message_type()->field_count() <= kExpandedFieldsMax &&
      prefix.find('.') == std::string::npos) {
    // The fields of a scope are so frequent that they need no prefix.
    const bool scope = field.message_type()->name() == "Scope";
    Add(*field.message_type(), scope ? prefix : flag + ".", lines);
    return;
  }
  lines.push_back({flag, StrCat(form, field.is_repeated() ? " ..." : ""),
                   prefix.empty() && Behaves(field, google::api::REQUIRED)});
}

void Add(const Descriptor& type, const std::string& prefix,
         std::vector<Line>& lines) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (!IsFilledIn(field)) AddField(field, prefix, lines);
  }
}

std::vector<Line> LinesOf(const Descriptor& request,
                          std::string_view positional) {
  std::vector<Line> lines;
  const FieldDescriptor* resource = ResourceField(request);
  for (int i = 0; i < request.field_count(); ++i) {
    const FieldDescriptor& field = *request.field(i);
    // "name", or the id of a new resource.
    if (IsFilledIn(field) || field.name() == positional) continue;
    if (&field != resource) {
      AddField(field, "", lines);
      continue;
    }
    for (int j = 0; j < field.message_type()->field_count(); ++j) {
      const FieldDescriptor& inner = *field.message_type()->field(j);
      // A new resource is named by its own flag.
      if (!IsFilledIn(inner) && inner.name() != "name" &&
          inner.name() != "etag") {
        AddField(inner, "", lines);
      }
    }
  }
  std::stable_partition(lines.begin(), lines.end(),
                        [](const Line& line) { return line.needed; });
  return lines;
}

std::string TextOf(const Line& line) {
  return StrCat("  --", line.flag, line.form.empty() ? "" : " ", line.form);
}

}  // namespace

std::string DescribeFlags(const Descriptor& request,
                          std::string_view positional) {
  std::string text;
  for (const Line& line : LinesOf(request, positional)) {
    StrAppend(&text, TextOf(line), line.needed ? "   (needed)" : "", "\n");
  }
  return text;
}

std::string FlagsFor(const Descriptor& request, std::string_view field) {
  const FieldDescriptor* resource = ResourceField(request);
  const bool whole = resource != nullptr && field == resource->name();
  if (resource != nullptr && field.starts_with(resource->name() + ".")) {
    field.remove_prefix(resource->name().size() + 1);
  }
  // Elements are told apart by their place, flags are not; and the fields of a
  // scope have no prefix.
  std::string path(field.substr(0, field.find('[')));
  if (path.starts_with("scope.")) path = path.substr(6);
  std::replace(path.begin(), path.end(), '_', '-');
  std::string text;
  std::string title;  // what most resources have at least
  for (const Line& line : LinesOf(request, "")) {
    const bool asked = whole ? line.needed : line.flag == path;
    if (asked) StrAppend(&text, TextOf(line), "\n");
    if (whole && (line.flag == "title" || line.flag == "display-name")) {
      title = TextOf(line) + "\n";
    }
  }
  return text.empty() ? title : text;
}

}  // namespace csi::tools
