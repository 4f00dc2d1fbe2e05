#include "common/rpc/command_stream.h"

#include <utility>

#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/rpc/status_convert.h"
#include "common/status/status.h"

namespace csi::rpc {
namespace {

using common::v1::CommandResult;
using common::v1::PerformCommandsRequest;
using common::v1::PerformCommandsResponse;

absl::Status TooManyAtOnce(int count) {
  return Refusal(
      common::v1::ERROR_REASON_TOO_LARGE,
      StrCat("commands: ", count, " in one message, allowed are ",
             limits::kStreamMessageCommandsMax,
             ". Send several messages; what was sent before is done."),
      {{"limit", "stream_message_commands_max"}});
}

absl::Status NoSuchCommand(const std::string& type_url) {
  return FieldError(
      "commands",
      StrCat("\"", type_url.substr(0, limits::kNameBytesMax),
             "\" is the request of no command that this program serves. A "
             "command is sent as type.googleapis.com/ and the full name of "
             "its request, such as csi.workflow.v1.SubmitStepRequest, to the "
             "program that serves its service; queries are calls of their "
             "own."));
}

absl::Status Malformed(const std::string& type_url) {
  return Refusal(common::v1::ERROR_REASON_MESSAGE_MALFORMED,
                 StrCat("commands: the value is no valid ", type_url,
                        ": broken protobuf bytes, or text that is not UTF-8. "
                        "Check the client's encoding."));
}

void SetError(const absl::Status& status, google::rpc::Status& error) {
  error.ParseFromString(ToGrpc(status).error_details());
}

}  // namespace

CommandStream::CommandStream(CommandService& service,
                             const grpc::CallbackServerContext& context)
    : service_(service), metadata_(MetadataOfCall(context)), context_(context) {
  StartRead(&in_);
  service_.Add(this);
}

void CommandStream::OnReadDone(bool ok) {
  PerformCommandsRequest request;
  absl::Status wrong;
  if (ok) wrong = ParseBuffer(in_, request);
  if (request.commands_size() > limits::kStreamMessageCommandsMax) {
    wrong = TooManyAtOnce(request.commands_size());
  }
  Lock lock(mutex_);
  reading_ = false;
  if (!ok || !wrong.ok() || read_ended_) {
    if (end_.ok()) end_ = wrong;
    read_ended_ = true;
    return GoOn(std::move(lock));
  }
  taking_ = true;
  deciding_ += request.commands_size();
  const uint64_t first =
      std::exchange(next_number_, next_number_ + request.commands_size());
  lock.unlock();
  Take(request, first);
  lock.lock();
  taking_ = false;
  GoOn(std::move(lock));
}

void CommandStream::Take(const PerformCommandsRequest& request,
                         uint64_t first) {
  const bool with_reply = !request.omit_replies();
  uint64_t number = first;
  for (const google::protobuf::Any& command : request.commands()) {
    const CommandMethod* method = service_.Find(command.type_url());
    CommandResult refused;
    refused.set_number(number);
    if (method == nullptr) {
      SetError(NoSuchCommand(command.type_url()), *refused.mutable_error());
      Answer(std::move(refused));
    } else {
      std::shared_ptr<google::protobuf::Message> message(
          method->request->New());
      if (message->ParseFromString(command.value())) {
        const PartitionHost& host = method->binder->HostOf(*message);
        method->binder->Mutate(
            *method->method, std::move(message), metadata_,
            DeadlineOf(context_, method->binder->clock()),
            [this, number, method, &host, with_reply](CallResult result) {
              OnResult(number, *method, host, with_reply, std::move(result));
            });
      } else {
        SetError(Malformed(command.type_url()), *refused.mutable_error());
        Answer(std::move(refused));
      }
    }
    ++number;
  }
}

void CommandStream::OnResult(uint64_t number, const CommandMethod& method,
                             const PartitionHost& host, bool with_reply,
                             CallResult result) {
  CommandResult told;
  told.set_number(number);
  if (!result.status.ok()) {
    SetError(result.status, *told.mutable_error());
    return Answer(std::move(told));
  }
  told.set_repeated(result.repeated);
  if (with_reply) {
    told.mutable_reply()->set_type_url(method.reply_url);
    told.mutable_reply()->set_value(std::move(result.reply));
  }
  {
    Lock lock(mutex_);
    uint64_t& head = heads_[&host];
    head = std::max(head, result.offset);
  }
  Answer(std::move(told));
}

void CommandStream::Answer(CommandResult result) {
  Lock lock(mutex_);
  --deciding_;
  if (!left_) *results_.add_results() = std::move(result);
  GoOn(std::move(lock));
}

void CommandStream::End(const absl::Status& why) {
  Lock lock(mutex_);
  if (end_.ok()) end_ = why;
  read_ended_ = true;
  GoOn(std::move(lock));
}

void CommandStream::OnWriteDone(bool ok) {
  Lock lock(mutex_);
  writing_ = 0;
  if (!ok) left_ = read_ended_ = true;
  GoOn(std::move(lock));
}

void CommandStream::OnCancel() {
  Lock lock(mutex_);
  left_ = read_ended_ = true;
  GoOn(std::move(lock));
}

void CommandStream::OnDone() {
  service_.Remove(this);
  delete this;
}

size_t CommandStream::Open() const {
  return deciding_ + results_.results_size() + writing_;
}

PerformCommandsResponse CommandStream::TakeResults() {
  PerformCommandsResponse taken;
  size_t bytes = 0;
  int count = 0;
  auto& waiting = *results_.mutable_results();
  while (count < waiting.size() && bytes < limits::kStreamAnswerBytesMax) {
    bytes += waiting.Get(count).ByteSizeLong();
    taken.add_results()->Swap(waiting.Mutable(count++));
  }
  waiting.DeleteSubrange(0, count);
  for (const auto& [host, offset] : heads_) {
    common::v1::ViewPosition position;
    position.set_source(std::string(host->domain().service()));
    position.set_journal_id(host->journal_id());
    position.set_offset(offset);
    taken.add_positions(PositionText(position));
  }
  // Those of results that stay behind are told with them.
  if (waiting.empty()) heads_.clear();
  return taken;
}

void CommandStream::GoOn(Lock lock) {
  // Whoever is in here sees to it: nobody else finishes meanwhile, so the
  // object outlives each operation that is started below.
  if (going_ || finished_) return;
  going_ = true;
  while (true) {
    if (left_) results_.Clear();
    if (!read_ended_ && !reading_ && !taking_ &&
        Open() < limits::kStreamOpenCommandsMax) {
      reading_ = true;
      lock.unlock();
      StartRead(&in_);
      lock.lock();
    } else if (writing_ == 0 && results_.results_size() > 0) {
      const PerformCommandsResponse taken = TakeResults();
      writing_ = taken.results_size();
      lock.unlock();
      out_ = BufferOf(taken.SerializeAsString());
      StartWrite(&out_);
      lock.lock();
    } else {
      break;
    }
  }
  const bool done = read_ended_ && !taking_ && deciding_ == 0 && writing_ == 0;
  going_ = false;
  if (!done) return;
  finished_ = true;
  const grpc::Status status = ToGrpc(end_);
  lock.unlock();
  Finish(status);
}

}  // namespace csi::rpc
