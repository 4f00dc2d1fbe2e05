// Sends one message, by HTTP POST or SMTP, over libcurl. One thread at a time.
#ifndef CSI_SERVICES_DELIVERY_SENDER_H_
#define CSI_SERVICES_DELIVERY_SENDER_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "csi/workflow/v1/workflow_people.pb.h"

namespace csi::delivery {

class Sender {
 public:
  virtual ~Sender() = default;
  // OK once the other side has taken it. UNAVAILABLE: worth another attempt;
  // any other error is final.
  virtual absl::Status Send(const workflow::v1::DeliveryChannel& channel,
                            const std::string& id, const std::string& body,
                            absl::Time now) = 0;
};

struct SenderOptions {
  std::map<std::string, std::string> secrets;  // by name
  // Hosts that webhooks may go to; empty: all. ".example.com" means all below.
  std::vector<std::string> hosts;
  std::string smtp_url;   // smtp://host:port or smtps://; empty: no mail
  std::string mail_from;  // NAME@HOST
  std::string ca_file;    // empty: the system's
  absl::Duration timeout = absl::Seconds(10);
  // True once the program ends: what is being sent is broken off.
  std::function<bool()> stopping = [] { return false; };
};

class CurlSender : public Sender {
 public:
  explicit CurlSender(SenderOptions options);
  ~CurlSender() override;
  CurlSender(const CurlSender&) = delete;
  CurlSender& operator=(const CurlSender&) = delete;

  absl::Status Send(const workflow::v1::DeliveryChannel& channel,
                    const std::string& id, const std::string& body,
                    absl::Time now) override;

 private:
  absl::Status Post(const workflow::v1::DeliveryChannel& channel,
                    const std::string& id, const std::string& body,
                    absl::Time now);
  absl::Status Mail(const workflow::v1::DeliveryChannel& channel,
                    const std::string& id, const std::string& body,
                    absl::Time now);

  const SenderOptions options_;
  void* curl_;
};

// The host of an http(s) address, lower case, without port.
std::string HostOf(const std::string& url);
bool HostAllowed(const std::vector<std::string>& hosts,
                 const std::string& host);

}  // namespace csi::delivery

#endif  // CSI_SERVICES_DELIVERY_SENDER_H_
