// Public events of thresholds and alerts.
#include "services/reporting/domain/thresholds/project_thresholds.h"

#include "csi/reporting/v1/reporting_threshold_events.pb.h"

namespace csi::reporting {
namespace {

void Publish(const std::string& subject,
             std::unique_ptr<google::protobuf::Message> event,
             std::vector<PublicEvent>& out) {
  out.push_back({subject, std::move(event)});
}

template <class Event>
void PublishThreshold(const v1::Threshold& threshold,
                      std::vector<PublicEvent>& out) {
  auto event = std::make_unique<Event>();
  *event->mutable_threshold() = threshold;
  Publish(threshold.name(), std::move(event), out);
}

template <class Event>
void PublishAlert(const v1::Alert& alert, std::vector<PublicEvent>& out) {
  auto event = std::make_unique<Event>();
  *event->mutable_alert() = alert;
  Publish(alert.name(), std::move(event), out);
}

void PublishOpened(const v1::AlertRecorded& recorded,
                   std::vector<PublicEvent>& out) {
  auto event = std::make_unique<v1::AlertOpened>();
  *event->mutable_alert() = recorded.alert();
  *event->mutable_people() = recorded.people();
  *event->mutable_roles() = recorded.roles();
  event->set_proposes_entry(recorded.proposes_entry());
  event->set_approved_by(recorded.approved_by());
  Publish(recorded.alert().name(), std::move(event), out);
}

void PublishRestored(const v1::AlertRecorded& recorded,
                     std::vector<PublicEvent>& out) {
  auto event = std::make_unique<v1::AlertRestored>();
  *event->mutable_alert() = recorded.alert();
  event->set_reason(recorded.reason());
  Publish(recorded.alert().name(), std::move(event), out);
}

}  // namespace

void ProjectThreshold(const v1::ThresholdRecorded& recorded,
                      std::vector<PublicEvent>& out) {
  const v1::Threshold& threshold = recorded.threshold();
  switch (threshold.state()) {
    case v1::THRESHOLD_STATE_BACKTESTED:
      return PublishThreshold<v1::ThresholdBacktested>(threshold, out);
    case v1::THRESHOLD_STATE_APPROVED:
      return PublishThreshold<v1::ThresholdApproved>(threshold, out);
    case v1::THRESHOLD_STATE_RETIRED:
      return PublishThreshold<v1::ThresholdRetired>(threshold, out);
    default:
      return PublishThreshold<v1::ThresholdDefined>(threshold, out);
  }
}

void ProjectAlert(const v1::AlertRecorded& recorded,
                  std::vector<PublicEvent>& out) {
  switch (recorded.change()) {
    case v1::ALERT_CHANGE_OPENED:
      return PublishOpened(recorded, out);
    case v1::ALERT_CHANGE_CLOSED:
      return PublishAlert<v1::AlertClosed>(recorded.alert(), out);
    case v1::ALERT_CHANGE_WITHDRAWN:
      return PublishAlert<v1::AlertWithdrawn>(recorded.alert(), out);
    case v1::ALERT_CHANGE_DISMISSED:
      return PublishAlert<v1::AlertDismissed>(recorded.alert(), out);
    case v1::ALERT_CHANGE_RESTORED:
      return PublishRestored(recorded, out);
    default:
      return PublishAlert<v1::AlertReevaluated>(recorded.alert(), out);
  }
}

void ProjectWatchMoved(const v1::WatchMoved& moved,
                       std::vector<PublicEvent>& out) {
  auto event = std::make_unique<v1::ThresholdWatchMoved>();
  event->set_threshold(moved.threshold());
  event->set_passed_over(moved.passed_over());
  Publish(moved.threshold(), std::move(event), out);
}

}  // namespace csi::reporting
