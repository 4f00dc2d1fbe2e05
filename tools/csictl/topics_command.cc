// csictl topics plan|apply|check: the Kafka topics that the services need.
// Only `apply` makes any, and nothing here changes one that is there.
#include <algorithm>
#include <cstdio>

#include "absl/strings/numbers.h"
#include "common/base/strings.h"
#include "common/base/tenant_partition.h"
#include "common/kafka/journal_topic.h"
#include "common/kafka/kafka_journal.h"
#include "common/kafka/topic_admin.h"
#include "common/status/status.h"
#include "tools/csictl/run_command.h"
#include "tools/csictl/special_commands.h"

namespace csi::tools {
namespace {

constexpr char kUsage[] =
    "csictl topics plan|apply|check --kafka HOST:PORT[,...] "
    "[--partitions N] [--replication N] [--kafka-setting NAME=VALUE]...\n"
    "plan says what is missing or wrong, apply makes the topics that are "
    "missing and changes none, check fails unless all are as they shall be. "
    "--replication is 3, or the number of brokers if there are fewer. "
    "--partitions, of every journal and events topic, is 1 and can never be "
    "changed; start the services with the same number.";
constexpr const char* kServices[] = {"raci", "registry", "workflow",
                                     "reporting"};
constexpr const char* kInputs[] = {"itsm.change.events", "itsm.measurements"};
constexpr int32_t kReplicationWanted = 3;

absl::StatusOr<int32_t> Partitions(Arguments& arguments) {
  const std::string given = arguments.TakeFlag("partitions").value_or("1");
  int32_t wanted = 0;
  if (!absl::SimpleAtoi(given, &wanted) || wanted < 1 ||
      wanted > limits::kPartitionsMax) {
    return absl::InvalidArgumentError(StrCat("--partitions ", given,
                                             ": it must be a number from 1 to ",
                                             limits::kPartitionsMax, "."));
  }
  return wanted;
}

absl::Duration Timeout(const Arguments& arguments) {
  return absl::Seconds(arguments.deadline_seconds);
}

absl::StatusOr<int32_t> Replication(Arguments& arguments,
                                    const kafka::TopicAdmin& admin) {
  ASSIGN_OR_RETURN(int32_t brokers, admin.BrokerCount(Timeout(arguments)));
  const std::string given = arguments.TakeFlag("replication").value_or("");
  if (given.empty()) return std::min(brokers, kReplicationWanted);
  int32_t wanted = 0;
  if (!absl::SimpleAtoi(given, &wanted) || wanted < 1 || wanted > brokers) {
    return absl::InvalidArgumentError(
        StrCat("--replication ", given, ": it must be a number from 1 to ",
               brokers, ", the number of brokers."));
  }
  return wanted;
}

// Makes or judges one topic; whether it is as it shall be afterwards.
absl::StatusOr<bool> Handle(const std::string& verb,
                            const kafka::TopicSpec& spec,
                            const Arguments& arguments,
                            const kafka::TopicAdmin& admin) {
  ASSIGN_OR_RETURN(kafka::TopicState state,
                   admin.Describe(spec.name, Timeout(arguments)));
  if (!state.exists && verb != "check") {
    std::string settings;
    for (const auto& [name, value] : spec.configs) {
      StrAppend(&settings, " ", name, "=", value);
    }
    if (verb == "apply") {
      RETURN_IF_ERROR(admin.Create(spec, Timeout(arguments)));
    }
    std::printf("%s %s: partitions=%d replication=%d%s\n",
                verb == "apply" ? "made" : "to make", spec.name.c_str(),
                spec.partitions, spec.replication, settings.c_str());
    return verb == "apply";
  }
  const auto findings = kafka::CompareTopic(spec, state);
  if (findings.empty()) std::printf("ok %s\n", spec.name.c_str());
  for (const kafka::TopicFinding& finding : findings) {
    std::printf("%s: %s\n", finding.blocks ? "wrong" : "weak",
                finding.text.c_str());
  }
  return findings.empty();
}

absl::StatusOr<bool> HandleAll(const std::string& verb, Arguments& arguments,
                               const kafka::ClusterOptions& cluster) {
  ASSIGN_OR_RETURN(auto admin, kafka::TopicAdmin::Open(cluster));
  ASSIGN_OR_RETURN(int32_t replication, Replication(arguments, *admin));
  ASSIGN_OR_RETURN(int32_t partitions, Partitions(arguments));
  std::vector<kafka::TopicSpec> specs;
  for (const char* service : kServices) {
    specs.push_back(kafka::JournalTopicSpec(kafka::JournalTopic(service),
                                            partitions, replication));
    specs.push_back(kafka::EventsTopicSpec(kafka::EventsTopic(service),
                                           partitions, replication));
  }
  specs.push_back(kafka::DeadLettersTopicSpec(replication));
  for (const char* topic : kInputs) {
    specs.push_back(kafka::InputTopicSpec(topic, replication));
  }
  bool all = true;
  for (const kafka::TopicSpec& spec : specs) {
    ASSIGN_OR_RETURN(bool good, Handle(verb, spec, arguments, *admin));
    all = all && good;
  }
  return all;
}

}  // namespace

int RunTopics(Arguments& arguments) {
  const std::string verb = arguments.word(1);
  kafka::ClusterOptions cluster;
  cluster.bootstrap = arguments.TakeFlag("kafka").value_or("");
  while (auto setting = arguments.TakeFlag("kafka-setting")) {
    const size_t equals = setting->find('=');
    if (equals == std::string::npos) return Usage(arguments, kUsage);
    cluster.overrides.emplace_back(setting->substr(0, equals),
                                   setting->substr(equals + 1));
  }
  const bool known = verb == "plan" || verb == "apply" || verb == "check";
  if (arguments.help || !known || cluster.bootstrap.empty() ||
      arguments.words.size() > 2) {
    return Usage(arguments, kUsage);
  }
  auto all = HandleAll(verb, arguments, cluster);
  if (!all.ok()) return Report(all.status());
  return *all || verb == "plan" ? kExitOk : kExitFailed;
}

}  // namespace csi::tools
