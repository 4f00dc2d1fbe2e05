#include "services/delivery/state_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "absl/strings/ascii.h"
#include "common/base/strings.h"

namespace csi::delivery {
namespace {

using Json = nlohmann::json;

absl::Status Broken(const std::string& path) {
  return absl::DataLossError(
      StrCat(path,
             " cannot be read. It says how far notifications were sent; "
             "put it back from a copy, or remove it to send all again."));
}

std::string Describe(const Source& source) {
  return source.tenant.empty() ? StrCat("partition ", source.partition)
                               : StrCat("tenant ", source.tenant);
}

absl::Status CheckSource(const std::string& path, const Json& json,
                         const Source& wanted) {
  Source found;
  found.tenant = json.at("source").at("tenant").get<std::string>();
  found.partition = json.at("source").at("partition").get<uint32_t>();
  const bool same =
      found.tenant == wanted.tenant &&
      (!found.tenant.empty() || found.partition == wanted.partition);
  if (same) return absl::OkStatus();
  return absl::FailedPreconditionError(
      StrCat(path, " says how far ", Describe(found), " was sent, and this is ",
             Describe(wanted), ". Give each worker its own --state-file."));
}

Json ToJson(const Waiting& waiting) {
  const workflow::v1::Delivery& delivery = waiting.delivery;
  return {
      {"tenant", waiting.tenant},    {"again", waiting.again},
      {"name", delivery.name()},     {"channel", delivery.channel()},
      {"person", delivery.person()}, {"notification", delivery.notification()},
      {"body", delivery.body()},     {"attempts", delivery.attempts()},
      {"error", delivery.error()}};
}

Waiting FromJson(const Json& json) {
  Waiting waiting;
  waiting.tenant = json.at("tenant").get<std::string>();
  waiting.again = json.at("again").get<bool>();
  workflow::v1::Delivery& delivery = waiting.delivery;
  delivery.set_name(json.at("name").get<std::string>());
  delivery.set_channel(json.at("channel").get<std::string>());
  delivery.set_person(json.at("person").get<std::string>());
  delivery.set_notification(json.at("notification").get<std::string>());
  delivery.set_body(json.at("body").get<std::string>());
  delivery.set_attempts(json.at("attempts").get<uint32_t>());
  delivery.set_error(json.at("error").get<std::string>());
  return waiting;
}

bool SyncFolder(const std::string& path) {
  std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (folder.empty()) folder = ".";
  const int file = open(folder.c_str(), O_RDONLY | O_DIRECTORY);
  if (file < 0) return false;
  const bool synced = fsync(file) == 0;
  close(file);
  return synced;
}

}  // namespace

absl::StatusOr<WorkerState> LoadState(const std::string& path,
                                      const Source& source) {
  WorkerState state;
  state.source = source;
  if (!std::filesystem::exists(path)) return state;
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  const Json json = Json::parse(text.str(), nullptr, false);
  if (!json.is_object() || !json.contains("digests")) return Broken(path);
  try {
    const absl::Status same = CheckSource(path, json, source);
    if (!same.ok()) return same;
    if (json.contains("journal_id")) {
      common::v1::EventPosition& position = state.position.emplace();
      position.set_journal_id(json.at("journal_id").get<std::string>());
      position.set_offset(json.at("offset").get<uint64_t>());
      position.set_index(json.at("index").get<uint32_t>());
      position.set_last(json.at("last").get<bool>());
    }
    state.next_digest_us = json.at("next_digest_us").get<int64_t>();
    for (const Json& digest : json.at("digests")) {
      state.digests[{digest.at("tenant").get<std::string>(),
                     digest.at("person").get<std::string>()}] =
          digest.at("since_us").get<int64_t>();
    }
    for (const Json& each : json.at("waiting")) {
      Waiting waiting = FromJson(each);
      const std::string channel = waiting.delivery.channel();
      state.waiting[channel].push_back(std::move(waiting));
    }
  } catch (const Json::exception&) {
    return Broken(path);
  }
  return state;
}

absl::Status SaveState(const std::string& path, const WorkerState& state) {
  Json json = {{"next_digest_us", state.next_digest_us},
               {"source",
                {{"tenant", state.source.tenant},
                 {"partition", state.source.partition}}},
               {"digests", Json::array()},
               {"waiting", Json::array()}};
  if (state.position) {
    json["journal_id"] = state.position->journal_id();
    json["offset"] = state.position->offset();
    json["index"] = state.position->index();
    json["last"] = state.position->last();
  }
  for (const auto& [who, since_us] : state.digests) {
    json["digests"].push_back({{"tenant", who.first},
                               {"person", who.second},
                               {"since_us", since_us}});
  }
  for (const auto& [channel, queue] : state.waiting) {
    for (const Waiting& each : queue) json["waiting"].push_back(ToJson(each));
  }
  // Bodies and errors come from elsewhere; what is no UTF-8 is replaced.
  const std::string text =
      json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
  const std::string made = path + ".new";
  const int file = open(made.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (file < 0) {
    return absl::InternalError(StrCat(made, " cannot be written."));
  }
  const bool written = write(file, text.data(), text.size()) ==
                           static_cast<ssize_t>(text.size()) &&
                       fsync(file) == 0;
  close(file);
  if (!written || std::rename(made.c_str(), path.c_str()) != 0 ||
      !SyncFolder(path)) {
    return absl::InternalError(StrCat(path, " cannot be written."));
  }
  return absl::OkStatus();
}

namespace {

// A cluster mounts secrets as root's, readable by the group of the pod.
bool OthersMayRead(const struct stat& about) {
  const mode_t others =
      about.st_uid == 0 ? S_IWGRP | S_IRWXO : S_IRWXG | S_IRWXO;
  return (about.st_mode & others) != 0;
}

}  // namespace

absl::StatusOr<std::map<std::string, std::string>> LoadSecrets(
    const std::string& path) {
  std::map<std::string, std::string> secrets;
  if (path.empty()) return secrets;
  struct stat about {};
  if (stat(path.c_str(), &about) != 0) {
    return absl::NotFoundError(StrCat("There is no file ", path, "."));
  }
  if (OthersMayRead(about)) {
    return absl::PermissionDeniedError(
        StrCat("Others may read ", path,
               "; chmod 600 it. What belongs to root may have mode 640."));
  }
  std::ifstream file(path);
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    const std::string text(absl::StripAsciiWhitespace(line));
    if (text.empty() || text[0] == '#') continue;
    const size_t is = text.find('=');
    if (is == 0 || is == std::string::npos) {
      return absl::InvalidArgumentError(
          StrCat(path, ":", number, ": write name = value."));
    }
    const std::string name(absl::StripAsciiWhitespace(text.substr(0, is)));
    secrets[name] =
        std::string(absl::StripAsciiWhitespace(text.substr(is + 1)));
  }
  return secrets;
}

}  // namespace csi::delivery
