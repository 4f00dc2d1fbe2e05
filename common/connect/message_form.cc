#include "common/connect/message_form.h"

#include <google/protobuf/util/json_util.h>

#include <memory>

#include "absl/strings/ascii.h"
#include "common/base/strings.h"
#include "google/protobuf/message.h"

namespace csi::connect {
namespace {

using google::protobuf::Message;

constexpr size_t kWordsMax = 300;

std::unique_ptr<Message> NewMessage(
    const google::protobuf::Descriptor& descriptor) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()
          ->GetPrototype(&descriptor)
          ->New());
}

}  // namespace

std::optional<Form> FormOf(std::string_view content_type, bool stream) {
  const size_t semicolon = content_type.find(';');
  const std::string type = absl::AsciiStrToLower(
      absl::StripAsciiWhitespace(View(content_type.substr(0, semicolon))));
  if (semicolon != std::string_view::npos) {
    const std::string more = absl::AsciiStrToLower(
        absl::StripAsciiWhitespace(View(content_type.substr(semicolon + 1))));
    if (more != "charset=utf-8") return std::nullopt;
  }
  for (const Form form : {Form::kJson, Form::kProto}) {
    if (type == TypeOf(form, stream)) return form;
  }
  return std::nullopt;
}

std::string TypeOf(Form form, bool stream) {
  return StrCat(stream ? "application/connect+" : "application/",
                form == Form::kJson ? "json" : "proto");
}

absl::StatusOr<std::string> ToBytes(
    const google::protobuf::Descriptor& descriptor, Form form,
    std::string_view body) {
  if (form == Form::kProto) return std::string(body);
  const std::unique_ptr<Message> message = NewMessage(descriptor);
  const auto status = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(body.data(), body.size()), message.get());
  if (!status.ok()) {
    const std::string words(status.message().data(), status.message().size());
    return absl::InvalidArgumentError(
        StrCat("The request is no JSON of ", descriptor.full_name(), ": ",
               Beginning(words, kWordsMax),
               " Field names are those of the API, in lowerCamelCase or "
               "snake_case."));
  }
  return message->SerializeAsString();
}

absl::StatusOr<std::string> FromBytes(
    const google::protobuf::Descriptor& descriptor, Form form,
    std::string_view bytes) {
  if (form == Form::kProto) return std::string(bytes);
  const std::unique_ptr<Message> message = NewMessage(descriptor);
  std::string text;
  if (!message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
      !google::protobuf::util::MessageToJsonString(*message, &text).ok()) {
    return absl::InternalError(StrCat("The answer is no valid ",
                                      descriptor.full_name(),
                                      " and cannot be told as JSON."));
  }
  return text;
}

}  // namespace csi::connect
