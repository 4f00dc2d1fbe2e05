#include "services/raci/formats/xml_reader.h"

#include <expat.h>

#include <memory>

#include "common/base/strings.h"
#include "common/status/status.h"
#include "services/raci/formats/limits.h"

namespace csi::raci {
namespace {

// "x:sheet" is sheet: the prefix is the writer's choice.
std::string_view LocalName(std::string_view name) {
  return name.substr(name.rfind(':') + 1);
}

struct Reading {
  XML_Parser parser;
  XmlHandler* handler;
  size_t depth = 0;
  absl::Status status;

  void Stop(absl::Status why) {
    if (status.ok()) status = std::move(why);
    XML_StopParser(parser, XML_FALSE);
  }
};

void XMLCALL OnStart(void* user, const XML_Char* name,
                     const XML_Char** attributes) {
  auto& reading = *static_cast<Reading*>(user);
  if (!reading.status.ok()) return;
  if (++reading.depth > limits::kXmlDepthMax) {
    reading.Stop(absl::InvalidArgumentError(
        StrCat("elements stand deeper than ", limits::kXmlDepthMax, ".")));
    return;
  }
  XmlHandler::Attributes map;
  for (; *attributes != nullptr; attributes += 2) {
    map.emplace(std::string(LocalName(attributes[0])), attributes[1]);
  }
  absl::Status status = reading.handler->OnStart(LocalName(name), map);
  if (!status.ok()) reading.Stop(std::move(status));
}

void XMLCALL OnEnd(void* user, const XML_Char* name) {
  auto& reading = *static_cast<Reading*>(user);
  if (!reading.status.ok()) return;
  --reading.depth;
  absl::Status status = reading.handler->OnEnd(LocalName(name));
  if (!status.ok()) reading.Stop(std::move(status));
}

void XMLCALL OnText(void* user, const XML_Char* text, int length) {
  auto& reading = *static_cast<Reading*>(user);
  if (!reading.status.ok()) return;
  reading.handler->OnText({text, static_cast<size_t>(length)});
}

void XMLCALL OnDocumentType(void* user, const XML_Char*, const XML_Char*,
                            const XML_Char*, int) {
  static_cast<Reading*>(user)->Stop(absl::InvalidArgumentError(
      "it declares a document type, which a workbook has no need for."));
}

}  // namespace

absl::Status ReadXml(std::string_view part, std::string_view xml,
                     XmlHandler& handler) {
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(
      XML_ParserCreate(nullptr), &XML_ParserFree);
  if (parser == nullptr) return absl::InternalError("no memory for XML");
  Reading reading{parser.get(), &handler, 0, {}};
  XML_SetUserData(parser.get(), &reading);
  XML_SetElementHandler(parser.get(), &OnStart, &OnEnd);
  XML_SetCharacterDataHandler(parser.get(), &OnText);
  XML_SetStartDoctypeDeclHandler(parser.get(), &OnDocumentType);
  const XML_Status done = XML_Parse(parser.get(), xml.data(),
                                    static_cast<int>(xml.size()), XML_TRUE);
  if (done == XML_STATUS_OK && reading.status.ok()) return absl::OkStatus();
  std::string what = XML_ErrorString(XML_GetErrorCode(parser.get()));
  if (!reading.status.ok()) what = std::string(reading.status.message());
  return FieldError(
      "table",
      StrCat("part ", part, ", line ", XML_GetCurrentLineNumber(parser.get()),
             ", column ", XML_GetCurrentColumnNumber(parser.get()) + 1, ": ",
             what));
}

std::string XmlText(std::string_view text) {
  std::string escaped;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '&') {
      escaped += "&amp;";
    } else if (c == '<') {
      escaped += "&lt;";
    } else if (c == '>') {
      escaped += "&gt;";
    } else if (c == '"') {
      escaped += "&quot;";
    } else if (byte < 0x20 && c != '\t' && c != '\n') {
      escaped.push_back(' ');
    } else {
      escaped.push_back(c);
    }
  }
  return escaped;
}

}  // namespace csi::raci
