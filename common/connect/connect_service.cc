#include "common/connect/connect_service.h"

#include "absl/cleanup/cleanup.h"
#include "common/base/strings.h"
#include "common/connect/call_headers.h"
#include "common/connect/counters.h"
#include "common/connect/grpc_call.h"
#include "common/connect/limits.h"
#include "common/connect/message_form.h"
#include "common/connect/origins.h"

namespace csi::connect {
namespace {

using grpc::StatusCode;

constexpr char kAllowedHeaders[] =
    "Content-Type, Connect-Protocol-Version, Connect-Timeout-Ms, csi-actor, "
    "csi-on-behalf-of, csi-not-before, csi-read, traceparent, tracestate";
constexpr char kExposedHeaders[] =
    "trailer-csi-position, trailer-csi-repeated, trailer-csi-read-lag-ms";
constexpr char kPageRules[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src "
    "'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";

grpc::Status ToStatus(const absl::Status& status) {
  return grpc::Status(static_cast<StatusCode>(status.code()),
                      std::string(status.message()));
}

HttpAnswer WrongForm(const google::protobuf::MethodDescriptor& method) {
  const std::string accepted =
      method.server_streaming()
          ? "application/connect+json, application/connect+proto"
          : "application/json, application/proto";
  HttpAnswer answer = ErrorAnswer(grpc::Status(
      StatusCode::INVALID_ARGUMENT,
      StrCat("Content-Type: ", method.name(), " takes ", accepted, ".")));
  answer.status = 415;
  answer.headers.emplace_back("accept-post", accepted);
  return answer;
}

}  // namespace

struct ConnectService::Call {
  const Method* method = nullptr;
  Form form = Form::kJson;
  Pairs metadata;
  std::optional<absl::Duration> within;
};

ConnectService::ConnectService(ServiceOptions options)
    : options_(std::move(options)) {
  for (const auto* service : options_.services) {
    for (int i = 0; i < service->method_count(); ++i) {
      const Method* method = service->method(i);
      methods_[StrCat("/", service->full_name(), "/", method->name())] = method;
    }
  }
}

HttpAnswer ConnectService::RefuseHead(const absl::Status& status) {
  HttpAnswer answer = ErrorAnswer(ToStatus(status));
  if (absl::IsResourceExhausted(status)) answer.status = 431;
  if (absl::IsDeadlineExceeded(status)) answer.status = 408;
  return answer;
}

bool ConnectService::Reply(HttpConnection& connection, const HttpHead& head,
                           HttpAnswer answer) const {
  if (answer.status >= 400) Counts().errors++;
  if (CallerOf(head.Header("origin"), head.Header("host"), options_.origins) ==
      Caller::kNamedPage) {
    answer.headers.emplace_back("access-control-allow-origin",
                                head.Header("origin"));
    answer.headers.emplace_back("access-control-expose-headers",
                                kExposedHeaders);
  }
  answer.headers.emplace_back("vary", "origin");
  answer.headers.emplace_back("x-content-type-options", "nosniff");
  const bool more = head.keep_alive && connection.request_read();
  return connection.Answer(answer, more, head.method == "HEAD").ok() && more;
}

bool ConnectService::Serve(HttpConnection& connection, const HttpHead& head) {
  Counts().requests++;
  if (const PageFile* file = FileOf(head); file != nullptr) {
    return Reply(connection, head,
                 {200,
                  {{"content-type", file->content_type},
                   {"content-security-policy", kPageRules},
                   {"referrer-policy", "no-referrer"},
                   {"cache-control", "no-cache"}},
                  std::string(file->bytes)});
  }
  if (CallerOf(head.Header("origin"), head.Header("host"), options_.origins) ==
      Caller::kStranger) {
    return Reply(
        connection, head,
        ErrorAnswer(grpc::Status(
            StatusCode::PERMISSION_DENIED,
            StrCat("Pages of ", head.Header("origin"),
                   " may not call this server. Its operator can name them "
                   "with --connect-origin."))));
  }
  if (head.method == "OPTIONS") {
    return Reply(connection, head, Preflight(head));
  }
  const auto found = methods_.find(head.path);
  if (found == methods_.end()) {
    HttpAnswer answer = ErrorAnswer(grpc::Status(
        StatusCode::UNIMPLEMENTED,
        StrCat("There is nothing at ", head.path,
               ". Calls go to /PACKAGE.SERVICE/METHOD, for example "
               "/csi.reporting.v1.ReportingService/ListIndicators.")));
    answer.status = 404;
    return Reply(connection, head, answer);
  }
  if (head.method != "POST") {
    HttpAnswer answer = ErrorAnswer(
        grpc::Status(StatusCode::UNIMPLEMENTED, "Calls are made with POST."));
    answer.status = 405;
    answer.headers.emplace_back("allow", "POST, OPTIONS");
    return Reply(connection, head, answer);
  }
  Call call;
  call.method = found->second;
  const std::optional<Form> form =
      FormOf(head.Header("content-type"), call.method->server_streaming());
  if (!form) return Reply(connection, head, WrongForm(*call.method));
  call.form = *form;
  if (const grpc::Status status = Understand(head, call); !status.ok()) {
    return Reply(connection, head, ErrorAnswer(status));
  }
  const absl::StatusOr<std::string> body = connection.ReadBody(head);
  if (!body.ok()) {
    if (absl::IsCancelled(body.status())) return false;
    HttpAnswer answer = ErrorAnswer(ToStatus(body.status()));
    if (absl::IsDeadlineExceeded(body.status())) answer.status = 408;
    return Reply(connection, head, answer);
  }
  return call.method->server_streaming() ? Stream(connection, head, call, *body)
                                         : Unary(connection, head, call, *body);
}

const PageFile* ConnectService::FileOf(const HttpHead& head) const {
  if (head.method != "GET" && head.method != "HEAD") return nullptr;
  for (const PageFile& file : options_.files) {
    if (file.path == head.path) return &file;
  }
  return nullptr;
}

HttpAnswer ConnectService::Preflight(const HttpHead& head) const {
  HttpAnswer answer{204, {{"allow", "POST, OPTIONS"}}, ""};
  if (!head.Header("access-control-request-method").empty()) {
    answer.headers.emplace_back("access-control-allow-methods", "POST");
    answer.headers.emplace_back("access-control-allow-headers",
                                kAllowedHeaders);
    answer.headers.emplace_back("access-control-max-age", "7200");
  }
  return answer;
}

grpc::Status ConnectService::Understand(const HttpHead& head,
                                        Call& call) const {
  if (call.method->client_streaming()) {
    return grpc::Status(
        StatusCode::UNIMPLEMENTED,
        StrCat(call.method->name(),
               " takes a stream of requests, which needs gRPC."));
  }
  call.metadata = MetadataOf(head);
  return CheckHeaders(head, call.within);
}

bool ConnectService::Unary(HttpConnection& connection, const HttpHead& head,
                           const Call& call, const std::string& body) {
  const auto request = ToBytes(*call.method->input_type(), call.form, body);
  if (!request.ok()) {
    return Reply(connection, head, ErrorAnswer(ToStatus(request.status())));
  }
  GrpcCall made(options_.channel, head.path, call.metadata,
                call.within.value_or(limits::kUnaryWithin), *request);
  const std::optional<std::string> bytes = made.Read();
  grpc::Status status = made.Finish();
  absl::StatusOr<std::string> text = std::string();
  if (status.ok()) {
    text =
        FromBytes(*call.method->output_type(), call.form, bytes.value_or(""));
    if (!text.ok()) status = ToStatus(text.status());
  }
  HttpAnswer answer =
      status.ok() ? HttpAnswer{200,
                               {{"content-type", TypeOf(call.form, false)}},
                               *std::move(text)}
                  : ErrorAnswer(status);
  for (const auto& [name, value] : made.Trailers()) {
    answer.headers.emplace_back(StrCat("trailer-", name), value);
  }
  return Reply(connection, head, std::move(answer));
}

bool ConnectService::Stream(HttpConnection& connection, const HttpHead& head,
                            const Call& call, const std::string& body) {
  HttpAnswer begin{200, {{"content-type", TypeOf(call.form, true)}}, ""};
  const auto fail = [&](const grpc::Status& status) {
    begin.body = EndOfStream(status, {});
    Counts().errors++;
    return Reply(connection, head, begin);
  };
  const absl::Cleanup leave = [] { Counts().streams--; };
  if (++Counts().streams > limits::kStreamsMax) {
    return fail(grpc::Status(
        StatusCode::RESOURCE_EXHAUSTED,
        StrCat("There are ", limits::kStreamsMax,
               " streams already (kStreamsMax). Try again later.")));
  }
  absl::StatusOr<std::string> request = OnlyMessage(body);
  if (request.ok()) {
    request = ToBytes(*call.method->input_type(), call.form, *request);
  }
  if (!request.ok()) return fail(ToStatus(request.status()));
  if (CallerOf(head.Header("origin"), head.Header("host"), options_.origins) ==
      Caller::kNamedPage) {
    begin.headers.emplace_back("access-control-allow-origin",
                               head.Header("origin"));
  }
  begin.headers.emplace_back("vary", "origin");
  begin.headers.emplace_back("cache-control", "no-store");
  GrpcCall made(options_.channel, head.path, call.metadata, call.within,
                *request);
  if (!connection.BeginChunks(begin).ok()) return false;
  grpc::Status status;
  while (const std::optional<std::string> bytes = made.Read()) {
    const auto text = FromBytes(*call.method->output_type(), call.form, *bytes);
    if (!text.ok()) {
      status = ToStatus(text.status());
      break;
    }
    // A reader that has gone cancels the call.
    if (!connection.WriteChunk(Envelope(0, *text)).ok()) return false;
  }
  if (status.ok()) status = made.Finish();
  if (!status.ok()) Counts().errors++;
  const Pairs trailers = status.ok() ? made.Trailers() : Pairs();
  return connection.WriteChunk(EndOfStream(status, trailers)).ok() &&
         connection.EndChunks().ok() && head.keep_alive;
}

}  // namespace csi::connect
