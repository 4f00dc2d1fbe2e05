#include "services/delivery/sender.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "common/base/strings.h"
#include "services/delivery/message.h"

namespace csi::delivery {
namespace {

using Channel = workflow::v1::DeliveryChannel;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

void Add(List& list, const std::string& line) {
  list.reset(curl_slist_append(list.release(), line.c_str()));
}

size_t Discard(char*, size_t size, size_t count, void*) { return size * count; }

// What of a mail is still to be read.
struct Upload {
  const std::string& text;
  size_t at = 0;
};

size_t ReadUpload(char* to, size_t size, size_t count, void* data) {
  auto& upload = *static_cast<Upload*>(data);
  const size_t bytes = std::min(size * count, upload.text.size() - upload.at);
  std::memcpy(to, upload.text.data() + upload.at, bytes);
  upload.at += bytes;
  return bytes;
}

// libcurl asks about once a second, also while nothing moves.
int StopsAt(void* options, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const SenderOptions*>(options)->stopping() ? 1 : 0;
}

void SetCommon(CURL* curl, const SenderOptions& options) {
  curl_easy_reset(curl);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &StopsAt);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &options);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS,
                   static_cast<long>(absl::ToInt64Milliseconds(  // NOLINT
                       options.timeout)));
  // A proxy of the environment would see what is sent.
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  if (!options.ca_file.empty()) {
    curl_easy_setopt(curl, CURLOPT_CAINFO, options.ca_file.c_str());
  }
}

}  // namespace

std::string HostOf(const std::string& url) {
  const size_t begin = url.find("://");
  if (begin == std::string::npos) return "";
  std::string rest = url.substr(begin + 3);
  rest = rest.substr(0, rest.find_first_of("/?#"));
  if (!rest.empty() && rest[0] == '[') {
    return absl::AsciiStrToLower(rest.substr(0, rest.find(']') + 1));
  }
  return absl::AsciiStrToLower(rest.substr(0, rest.find(':')));
}

bool HostAllowed(const std::vector<std::string>& hosts,
                 const std::string& host) {
  if (hosts.empty()) return true;
  return std::any_of(hosts.begin(), hosts.end(),
                     [&](const std::string& allowed) {
                       if (allowed == host) return true;
                       return !allowed.empty() && allowed[0] == '.' &&
                              host.size() > allowed.size() &&
                              host.compare(host.size() - allowed.size(),
                                           allowed.size(), allowed) == 0;
                     });
}

CurlSender::CurlSender(SenderOptions options)
    : options_(std::move(options)), curl_(curl_easy_init()) {}

CurlSender::~CurlSender() { curl_easy_cleanup(static_cast<CURL*>(curl_)); }

absl::Status CurlSender::Send(const Channel& channel, const std::string& id,
                              const std::string& body, absl::Time now) {
  if (curl_ == nullptr) return absl::InternalError("libcurl did not start.");
  return channel.kind() == Channel::KIND_SMTP ? Mail(channel, id, body, now)
                                              : Post(channel, id, body, now);
}

absl::Status CurlSender::Post(const Channel& channel, const std::string& id,
                              const std::string& body, absl::Time now) {
  const std::string host = HostOf(channel.target());
  if (!HostAllowed(options_.hosts, host)) {
    return absl::PermissionDeniedError(
        StrCat("Webhooks may not go to ", host, " (--webhook-host)."));
  }
  auto* curl = static_cast<CURL*>(curl_);
  SetCommon(curl, options_);
  List headers;
  Add(headers, "Content-Type: application/cloudevents+json; charset=utf-8");
  Add(headers, StrCat("Idempotency-Key: ", id));
  Add(headers, "Expect:");
  if (!channel.secret().empty()) {
    auto secret = options_.secrets.find(channel.secret());
    if (secret == options_.secrets.end()) {
      return absl::FailedPreconditionError(
          StrCat("The file of secrets has no ", channel.secret(), "."));
    }
    Add(headers,
        StrCat("Csi-Signature: ",
               SignatureOf(secret->second, absl::ToUnixSeconds(now), body)));
  }
  curl_easy_setopt(curl, CURLOPT_URL, channel.target().c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                   static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &Discard);
  const CURLcode code = curl_easy_perform(curl);
  if (code != CURLE_OK) {
    return absl::UnavailableError(StrCat(host, ": ", curl_easy_strerror(code)));
  }
  long status = 0;  // NOLINT: libcurl's type
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  if (status >= 200 && status < 300) return absl::OkStatus();
  std::string text = StrCat(host, " answered HTTP ", status, ".");
  const bool again = status >= 500 || status == 408 || status == 429;
  return again ? absl::UnavailableError(text) : absl::AbortedError(text);
}

absl::Status CurlSender::Mail(const Channel& channel, const std::string& id,
                              const std::string& body, absl::Time now) {
  if (options_.smtp_url.empty() || options_.mail_from.empty()) {
    return absl::FailedPreconditionError(
        "No mail server is set (--smtp and --mail-from).");
  }
  auto* curl = static_cast<CURL*>(curl_);
  SetCommon(curl, options_);
  const std::string mail =
      MailOf(id, options_.mail_from, channel.target(), body, now);
  Upload upload{mail};
  List to;
  Add(to, StrCat("<", channel.target(), ">"));
  const std::string from = StrCat("<", options_.mail_from, ">");
  curl_easy_setopt(curl, CURLOPT_URL, options_.smtp_url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to.get());
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, &ReadUpload);
  curl_easy_setopt(curl, CURLOPT_READDATA, &upload);
  auto user = options_.secrets.find("smtp-user");
  auto password = options_.secrets.find("smtp-password");
  if (user != options_.secrets.end() && password != options_.secrets.end()) {
    // Never in the clear.
    curl_easy_setopt(curl, CURLOPT_USE_SSL, CURLUSESSL_ALL);
    curl_easy_setopt(curl, CURLOPT_USERNAME, user->second.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, password->second.c_str());
  }
  const CURLcode code = curl_easy_perform(curl);
  if (code == CURLE_OK) return absl::OkStatus();
  long status = 0;  // NOLINT: libcurl's type
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  std::string text = StrCat("mail server: ", curl_easy_strerror(code),
                            status == 0 ? std::string() : StrCat(" ", status));
  // 5xx is a final answer of SMTP.
  return status >= 500 ? absl::AbortedError(text)
                       : absl::UnavailableError(text);
}

}  // namespace csi::delivery
