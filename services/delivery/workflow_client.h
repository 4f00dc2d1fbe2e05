// The workflow service over gRPC, for the delivery worker. Blocking; one thread
// at a time.
#ifndef CSI_SERVICES_DELIVERY_WORKFLOW_CLIENT_H_
#define CSI_SERVICES_DELIVERY_WORKFLOW_CLIENT_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "csi/common/v1/event_service.pb.h"
#include "services/delivery/worker.h"

namespace csi::delivery {

// A peer that says nothing must not hold the worker for ever; what waits for
// another attempt must not wait for a watch that never ends.
inline constexpr absl::Duration kWatchDeadline = absl::Seconds(60);

class WorkflowClient : public Workflow {
 public:
  // `actor` is the person id under which reports are made. A call that is under
  // way once `stopping` says so ends with CANCELLED within a tenth of a second.
  WorkflowClient(const std::string& address, std::string actor,
                 std::function<bool()> stopping,
                 absl::Duration watch_deadline = kWatchDeadline);
  ~WorkflowClient() override;

  absl::StatusOr<std::vector<workflow::v1::DeliveryChannel>> Channels(
      const std::string& tenant) override;
  absl::StatusOr<workflow::v1::NotificationPreferences> Preferences(
      const std::string& person) override;
  absl::StatusOr<workflow::v1::InboxDigest> Digest(const std::string& person,
                                                   absl::Time since) override;
  absl::Status Report(const std::string& tenant,
                      const workflow::v1::Delivery& delivery) override;

  // Events up to the present end; stops early when `take` is not OK, and after
  // its deadline: OK if something came until then, for the next look goes on,
  // DEADLINE_EXCEEDED if nothing did.
  absl::Status Watch(
      const common::v1::WatchEventsRequest& request,
      const std::function<absl::Status(const common::v1::WatchEventsResponse&)>&
          take);

 private:
  struct Impl;
  class OneCall;
  absl::Status Call(const std::string& method, const std::string& tenant,
                    const google::protobuf::Message& request,
                    google::protobuf::Message& response);

  const std::string actor_;
  const absl::Duration watch_deadline_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace csi::delivery

#endif  // CSI_SERVICES_DELIVERY_WORKFLOW_CLIENT_H_
