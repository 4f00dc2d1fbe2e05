#include "tools/csictl/chromium.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "common/base/strings.h"

extern char** environ;

namespace csi::tools {
namespace {

constexpr const char* kNames[] = {"chromium", "chromium-browser",
                                  "google-chrome"};
constexpr std::chrono::seconds kPrintMax(60);
constexpr std::chrono::milliseconds kPoll(50);

bool IsProgram(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_regular_file(path, error) &&
         access(path.c_str(), X_OK) == 0;
}

// The program itself, or found on the PATH; empty without one.
std::string Resolve(const std::string& name) {
  if (name.find('/') != std::string::npos) return IsProgram(name) ? name : "";
  const char* path = std::getenv("PATH");
  std::string rest = path == nullptr ? "" : path;
  while (!rest.empty()) {
    const size_t end = rest.find(':');
    const std::string folder = rest.substr(0, end);
    rest = end == std::string::npos ? "" : rest.substr(end + 1);
    const std::string whole = StrCat(folder, "/", name);
    if (!folder.empty() && IsProgram(whole)) return whole;
  }
  return "";
}

absl::Status Missing(const std::string& wanted) {
  return absl::InternalError(StrCat(
      wanted.empty() ? std::string("No Chromium was found")
                     : StrCat("\"", wanted, "\" is no program"),
      ", and PDF is the HTML printed by one. Install the Debian package "
      "chromium, or name a browser with --chromium or CSI_CHROMIUM; --format "
      "html needs none."));
}

// Its exit code, -1 when it was stopped or could not be started.
int RunQuietly(const std::vector<std::string>& words) {
  std::vector<char*> argv;
  for (const std::string& word : words) {
    argv.push_back(const_cast<char*>(word.c_str()));
  }
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) {
    posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_WRONLY,
                                     0);
  }
  pid_t pid = 0;
  const int failed =
      posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return -1;
  const auto until = std::chrono::steady_clock::now() + kPrintMax;
  int state = 0;
  while (waitpid(pid, &state, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > until) {
      kill(pid, SIGKILL);
      waitpid(pid, &state, 0);
      return -1;
    }
    std::this_thread::sleep_for(kPoll);
  }
  return WIFEXITED(state) ? WEXITSTATUS(state) : -1;
}

bool IsPdf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string start(5, '\0');
  file.read(start.data(), static_cast<std::streamsize>(start.size()));
  return file.good() && start == "%PDF-";
}

}  // namespace

absl::StatusOr<std::string> FindChromium(const std::string& wanted) {
  std::string named = wanted;
  if (const char* own = std::getenv("CSI_CHROMIUM"); named.empty() && own) {
    named = own;
  }
  if (!named.empty()) {
    std::string found = Resolve(named);
    if (found.empty()) return Missing(named);
    return found;
  }
  for (const char* name : kNames) {
    std::string found = Resolve(name);
    if (!found.empty()) return found;
  }
  return Missing("");
}

absl::Status PrintPdf(const std::string& browser, const std::string& page,
                      const std::string& pdf) {
  std::error_code error;
  const auto absolute = std::filesystem::absolute(page, error);
  // A profile of its own, so that no running browser takes the page.
  std::string profile =
      (std::filesystem::temp_directory_path(error) / "csi-pdf-XXXXXX").string();
  if (error || mkdtemp(profile.data()) == nullptr) {
    return absl::InternalError(
        "No temporary folder for the browser; check TMPDIR and its space.");
  }
  const std::string part = pdf + ".part";
  std::vector<std::string> words = {browser,
                                    "--headless",
                                    "--disable-gpu",
                                    "--disable-dev-shm-usage",
                                    "--no-first-run",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--disable-sync",
                                    "--host-resolver-rules=MAP * ~NOTFOUND",
                                    "--no-pdf-header-footer",
                                    "--user-data-dir=" + profile,
                                    "--print-to-pdf=" + part};
  // Chromium refuses to run as root with its sandbox; the page has no script.
  if (geteuid() == 0) words.emplace_back("--no-sandbox");
  std::string url = "file://";
  for (const char c : absolute.string()) {
    if (c == '%' || c == '#' || c == '?') {
      constexpr char kHex[] = "0123456789ABCDEF";
      url += '%';
      url += kHex[static_cast<unsigned char>(c) >> 4];
      url += kHex[static_cast<unsigned char>(c) & 15];
    } else {
      url += c;
    }
  }
  words.push_back(std::move(url));
  const int code = RunQuietly(words);
  std::filesystem::remove_all(profile, error);
  if (code != 0 || !IsPdf(part)) {
    std::filesystem::remove(part, error);
    return absl::InternalError(StrCat(
        browser, " did not print the page (exit code ", code,
        "; -1: it was stopped after a minute or did not start). Render "
        "--format "
        "html and print that, or name another browser with --chromium."));
  }
  std::filesystem::rename(part, pdf, error);
  if (error) {
    return absl::InternalError(
        StrCat("Cannot put ", pdf, " in place: ", error.message(), "."));
  }
  return absl::OkStatus();
}

}  // namespace csi::tools
