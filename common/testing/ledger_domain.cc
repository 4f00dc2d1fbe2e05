#include "common/testing/ledger_domain.h"

#include <cstdlib>
#include <utility>

#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/wrappers.pb.h"

namespace csi::testing {
namespace {

using google::protobuf::ListValue;
using google::protobuf::StringValue;

class LedgerDomain : public Domain {
 public:
  LedgerDomain(std::string service, std::vector<std::string> sources)
      : service_(std::move(service)), sources_(std::move(sources)) {}

  std::string_view service() const override { return service_; }
  std::vector<std::string> views() const override { return sources_; }

  absl::Status Decide(const Command& command, const Context& context,
                      Outcome& outcome) const override {
    return TakeInput(*command.request, context, outcome);
  }
  // An input is the same list of words as a call.
  absl::Status TakeInput(const google::protobuf::Message& request,
                         const Context& context,
                         Outcome& outcome) const override {
    const auto& words = static_cast<const ListValue&>(request);
    const std::string& verb = words.values(0).string_value();
    if (verb == "refuse") {
      return Refusal(common::v1::ERROR_REASON_RULE_VIOLATED, "as asked");
    }
    if (verb == "once") {
      // Refused when the counter exists: rests on effects of the same batch.
      const std::string& name = words.values(1).string_value();
      if (context.state->Has(Key("count", {name}))) {
        return Refusal(common::v1::ERROR_REASON_ALREADY_EXISTS, "is there");
      }
      outcome.Emit<StringValue>().set_value(StrCat("add ", name));
    } else if (verb == "view") {
      const auto row = context.views->Get(Key("dir", {"count"}));
      outcome.Emit<StringValue>().set_value(StrCat(
          "set ", words.values(1).string_value(), "=", row.value_or("0")));
    } else if (verb == "big") {
      outcome.Emit<StringValue>().set_value(StrCat(
          "add big",
          std::string(std::atoi(words.values(1).string_value().c_str()), 'x')));
    } else if (verb == "timer") {
      outcome.Emit<StringValue>().set_value(
          StrCat("timer ", words.values(1).string_value(), " ",
                 words.values(2).string_value()));
    } else {
      outcome.Emit<StringValue>().set_value(
          StrCat(verb, " ", words.values(1).string_value()));
    }
    if (verb == "long") {
      auto reply = StringValue();
      reply.set_value(
          std::string(std::atoi(words.values(2).string_value().c_str()), 'x'));
      outcome.ReplyWith(std::move(reply));
      return absl::OkStatus();
    }
    if (words.values_size() < 2) return absl::OkStatus();
    const std::string name = words.values(1).string_value();
    outcome.ReplyWith([name](const KvReader& state) {
      auto reply = std::make_unique<StringValue>();
      reply->set_value(StrCat(name, "=", LedgerValue(state, name)));
      return reply;
    });
    return absl::OkStatus();
  }

  std::unique_ptr<google::protobuf::Message> NewEvent() const override {
    return std::make_unique<StringValue>();
  }

  void Apply(const google::protobuf::Message& event, const Fact& fact,
             Effects& effects) const override {
    const std::string& text = static_cast<const StringValue&>(event).value();
    const std::string verb = text.substr(0, text.find(' '));
    const std::string rest = text.substr(text.find(' ') + 1);
    if (verb == "add" || verb == "long") {
      effects.state().Put(Key("count", {rest}),
                          StrCat(LedgerValue(effects.state(), rest) + 1));
    } else if (verb == "set") {
      effects.state().Put(Key("count", {rest.substr(0, rest.find('='))}),
                          rest.substr(rest.find('=') + 1));
    } else if (verb == "timer") {
      const std::string name = rest.substr(0, rest.find(' '));
      const int seconds = std::atoi(rest.substr(rest.find(' ')).c_str());
      effects.SetTimer(
          {fact.time + absl::Seconds(seconds), fact.tenant, "add", name});
    } else if (verb == "stamp") {
      effects.state().Put(Key("count", {rest}),
                          StrCat(absl::ToUnixNanos(fact.time)));
    } else if (verb == "break") {
      effects.Broken("as asked");
    }
  }

  void Project(const google::protobuf::Message& event, const Fact& fact,
               std::vector<PublicEvent>& out) const override {
    auto data = std::make_unique<StringValue>();
    data->CopyFrom(event);
    out.push_back({"tenants/acme/counters/any", std::move(data)});
  }

  void FoldView(std::string_view source, const common::v1::CloudEvent& event,
                KvWriter& views) const override {
    const std::string key = Key("dir", {"count"});
    views.Put(key, StrCat(std::atoi(views.Get(key).value_or("0").c_str()) + 1));
  }
  bool ReactsTo(const common::v1::CloudEvent& event) const override {
    return !sources_.empty();
  }
  absl::Status React(const common::v1::CloudEvent& event,
                     const Context& context, Outcome& outcome) const override {
    // A subject that is a number asks for so many bytes of effects.
    const int bytes = std::atoi(event.subject().c_str());
    outcome.Emit<StringValue>().set_value(
        StrCat("add reactions", bytes > 0 ? std::string(1, '\0') : "",
               std::string(bytes, 'x')));
    return absl::OkStatus();
  }
  absl::Status Fire(const Timer& timer, const Context& context,
                    Outcome& outcome) const override {
    outcome.Emit<StringValue>().set_value(StrCat("add ", timer.subject));
    return absl::OkStatus();
  }

 private:
  const std::string service_;
  const std::vector<std::string> sources_;
};

}  // namespace

std::unique_ptr<Domain> MakeLedgerDomain(std::string service,
                                         std::vector<std::string> sources) {
  return std::make_unique<LedgerDomain>(std::move(service), std::move(sources));
}

Command LedgerCommand(std::vector<std::string> words, std::string request_id,
                      std::string tenant) {
  auto request = std::make_shared<ListValue>();
  for (std::string& word : words) {
    request->add_values()->set_string_value(std::move(word));
  }
  Command command;
  command.tenant = std::move(tenant);
  command.actor = "anna";
  command.method = "Ledger";
  command.request_id = std::move(request_id);
  command.request = request;
  return command;
}

int64_t LedgerValue(const KvReader& state, std::string_view name) {
  const auto row = state.Get(Key("count", {name}));
  return row ? std::atoll(row->c_str()) : 0;
}

}  // namespace csi::testing
