#include "common/connect/http_connection.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "common/base/strings.h"
#include "common/connect/limits.h"
#include "common/status/status.h"

namespace csi::connect {
namespace {

constexpr size_t kReadBytes = 16 * 1024;
constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr size_t kChunkDigitsMax = 8;

std::atomic<uint64_t> bodies_bytes{0};

// Whether the socket is ready for `events` before `until`.
bool Await(int fd, short events, absl::Time until) {
  while (true) {
    const absl::Duration left = until - absl::Now();
    if (left <= absl::ZeroDuration()) return false;
    pollfd waited = {fd, events, 0};
    const int ready =
        poll(&waited, 1, static_cast<int>(absl::ToInt64Milliseconds(left)) + 1);
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

std::string_view Phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 204:
      return "No Content";
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 503:
      return "Service Unavailable";
    default:
      return "Error";
  }
}

std::string HeadOf(const HttpAnswer& answer) {
  std::string text =
      StrCat("HTTP/1.1 ", answer.status, " ", Phrase(answer.status), "\r\n");
  for (const auto& [name, value] : answer.headers) {
    StrAppend(&text, name, ": ", value, "\r\n");
  }
  return text;
}

absl::Status TooLarge() {
  return absl::ResourceExhaustedError(
      StrCat("The body is larger than ", limits::kBodyBytesMax,
             " bytes (kBodyBytesMax). Send less in one call."));
}

}  // namespace

HttpConnection::~HttpConnection() {
  bodies_bytes -= reserved_;
  close(fd_);
}

void HttpConnection::Abort() { shutdown(fd_, SHUT_RDWR); }

absl::Status HttpConnection::Fill(absl::Time until) {
  if (!Await(fd_, POLLIN, until)) {
    return absl::DeadlineExceededError("The request came too slowly.");
  }
  std::array<char, kReadBytes> bytes;
  const ssize_t got = recv(fd_, bytes.data(), bytes.size(), 0);
  if (got < 0 && errno == EINTR) return absl::OkStatus();
  if (got <= 0) return absl::CancelledError("closed");
  buffer_.append(bytes.data(), static_cast<size_t>(got));
  return absl::OkStatus();
}

absl::StatusOr<HttpHead> HttpConnection::ReadHead() {
  if (buffer_.empty() && !Fill(absl::Now() + limits::kIdleMax).ok()) {
    return absl::CancelledError("idle");
  }
  const absl::Time until = absl::Now() + limits::kHeadWithin;
  size_t end = 0;
  while ((end = buffer_.find(kHeadEnd)) == std::string::npos) {
    if (buffer_.size() > limits::kHeadBytesMax) break;
    RETURN_IF_ERROR(Fill(until));
  }
  if (end > limits::kHeadBytesMax) {
    return absl::ResourceExhaustedError(
        StrCat("The head of the request is larger than ", limits::kHeadBytesMax,
               " bytes (kHeadBytesMax)."));
  }
  ASSIGN_OR_RETURN(HttpHead head,
                   ParseHead(std::string_view(buffer_).substr(0, end)));
  buffer_.erase(0, end + kHeadEnd.size());
  request_read_ = !head.has_body();
  return head;
}

absl::StatusOr<std::string> HttpConnection::ReadBody(const HttpHead& head) {
  std::string body;
  bodies_bytes -= std::exchange(reserved_, 0);
  if (!head.has_body()) return body;
  if (head.content_length.value_or(0) > limits::kBodyBytesMax) {
    return TooLarge();
  }
  if (head.expects_continue) {
    RETURN_IF_ERROR(Write("HTTP/1.1 100 Continue\r\n\r\n"));
  }
  const absl::Time until = absl::Now() + limits::kBodyWithin;
  if (head.chunked) {
    RETURN_IF_ERROR(ReadChunks(until, body));
  } else {
    RETURN_IF_ERROR(ReadBytes(*head.content_length, until, body));
  }
  request_read_ = true;
  return body;
}

absl::Status HttpConnection::Reserve(uint64_t bytes) {
  if (bodies_bytes.fetch_add(bytes) + bytes > limits::kBodiesBytesMax) {
    bodies_bytes -= bytes;
    return absl::ResourceExhaustedError(
        "Too many large requests at once (kBodiesBytesMax). Repeat it in a "
        "moment.");
  }
  reserved_ += bytes;
  return absl::OkStatus();
}

absl::Status HttpConnection::ReadBytes(uint64_t size, absl::Time until,
                                       std::string& body) {
  if (body.size() + size > limits::kBodyBytesMax) return TooLarge();
  RETURN_IF_ERROR(Reserve(size));
  while (size > 0) {
    if (buffer_.empty()) RETURN_IF_ERROR(Fill(until));
    const size_t taken = std::min<uint64_t>(size, buffer_.size());
    body.append(buffer_, 0, taken);
    buffer_.erase(0, taken);
    size -= taken;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> HttpConnection::ReadLine(absl::Time until) {
  size_t end = 0;
  while ((end = buffer_.find("\r\n")) == std::string::npos) {
    if (buffer_.size() > limits::kChunkLineBytesMax) break;
    RETURN_IF_ERROR(Fill(until));
  }
  if (end > limits::kChunkLineBytesMax) {
    return absl::InvalidArgumentError("The chunks of the body are malformed.");
  }
  std::string line = buffer_.substr(0, end);
  buffer_.erase(0, end + 2);
  return line;
}

absl::Status HttpConnection::ReadChunks(absl::Time until, std::string& body) {
  while (true) {
    ASSIGN_OR_RETURN(std::string line, ReadLine(until));
    const std::string digits = line.substr(0, line.find(';'));
    uint64_t size = 0;
    if (digits.empty() || digits.size() > kChunkDigitsMax ||
        digits.find_first_not_of("0123456789abcdefABCDEF") !=
            std::string::npos ||
        !absl::SimpleHexAtoi(digits, &size)) {
      return absl::InvalidArgumentError(
          "The chunks of the body are malformed.");
    }
    if (size == 0) break;
    RETURN_IF_ERROR(ReadBytes(size, until, body));
    ASSIGN_OR_RETURN(std::string end, ReadLine(until));
    if (!end.empty()) {
      return absl::InvalidArgumentError("A chunk is longer than it says.");
    }
  }
  // Trailers are read and not used.
  for (size_t i = 0; i <= limits::kHeaderFieldsMax; ++i) {
    ASSIGN_OR_RETURN(std::string line, ReadLine(until));
    if (line.empty()) return absl::OkStatus();
  }
  return absl::InvalidArgumentError("Too many trailers (kHeaderFieldsMax).");
}

absl::Status HttpConnection::Write(std::string_view bytes) {
  const absl::Time until = absl::Now() + limits::kWriteWithin;
  while (!bytes.empty()) {
    const ssize_t sent =
        send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<size_t>(sent));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      if (!Await(fd_, POLLOUT, until)) {
        return absl::DeadlineExceededError("The reader takes nothing.");
      }
    } else if (errno != EINTR) {
      return absl::CancelledError("closed");
    }
  }
  return absl::OkStatus();
}

absl::Status HttpConnection::Answer(const HttpAnswer& answer, bool keep_alive,
                                    bool only_head) {
  std::string text = HeadOf(answer);
  if (!keep_alive) text += "connection: close\r\n";
  if (answer.status != 204) {
    StrAppend(&text, "content-length: ", answer.body.size(), "\r\n");
  }
  text += "\r\n";
  if (!only_head) text += answer.body;
  return Write(text);
}

absl::Status HttpConnection::BeginChunks(const HttpAnswer& head) {
  return Write(StrCat(HeadOf(head), "transfer-encoding: chunked\r\n\r\n"));
}

absl::Status HttpConnection::WriteChunk(std::string_view bytes) {
  if (bytes.empty()) return absl::OkStatus();
  return Write(StrCat(absl::Hex(bytes.size()), "\r\n", bytes, "\r\n"));
}

absl::Status HttpConnection::EndChunks() { return Write("0\r\n\r\n"); }

void HttpConnection::Linger() {
  shutdown(fd_, SHUT_WR);
  const absl::Time until = absl::Now() + limits::kLingerMax;
  while (Fill(until).ok()) buffer_.clear();
}

}  // namespace csi::connect
