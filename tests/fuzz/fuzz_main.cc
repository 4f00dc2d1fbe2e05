// Drives a fuzz entry without clang's libFuzzer: runs every corpus file, then
// seeded random mutations of them. The same seed gives the same inputs; a
// failing one is left in PROGRAM.failed_input, which can be given as corpus.
//
//   csv_fuzz [--iterations N] [--seed S] FILE_OR_FOLDER...
//
// With clang, leave this file out and link with -fsanitize=fuzzer instead.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);
extern "C" __attribute__((weak)) void __sanitizer_set_death_callback(
    void (*callback)());

namespace {

constexpr size_t kInputBytesMax = 1 << 16;
constexpr size_t kMutationsMax = 8;
// Bytes and words that parsers of text stumble over.
constexpr std::string_view kTokens[] = {"\"",
                                        "\"\"",
                                        ",",
                                        "\n",
                                        "\r\n",
                                        "\r",
                                        "?",
                                        "NaN",
                                        "-1",
                                        "1e309",
                                        "29/2/2016 0:00",
                                        "\xEF\xBB\xBF",
                                        "\xC3",
                                        "\xED\xA0\x80",
                                        "\xF4\x90\x80\x80",
                                        "true",
                                        ";",
                                        ""};

struct Arguments {
  uint64_t iterations = 20000;
  uint64_t seed = 1;
  std::vector<std::filesystem::path> corpus;
};

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// In the order of their names, so that a seed means the same everywhere.
std::vector<std::string> LoadCorpus(const Arguments& arguments) {
  std::vector<std::filesystem::path> files;
  for (const auto& path : arguments.corpus) {
    if (!std::filesystem::is_directory(path)) {
      files.push_back(path);
      continue;
    }
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> inputs;
  for (const auto& file : files) inputs.push_back(ReadFile(file));
  return inputs;
}

size_t Below(std::mt19937_64* random, size_t bound) {
  return bound == 0 ? 0 : (*random)() % bound;
}

void Mutate(const std::vector<std::string>& corpus, std::mt19937_64* random,
            std::string* input) {
  const size_t at = Below(random, input->size() + 1);
  const size_t length = Below(random, std::min<size_t>(input->size() - at, 64));
  switch (Below(random, 6)) {
    case 0:
      if (at < input->size()) (*input)[at] = static_cast<char>((*random)());
      break;
    case 1:
      input->erase(at, length);
      break;
    case 2: {
      // A zero byte is a token that a string literal cannot hold.
      const std::string_view token = kTokens[Below(random, std::size(kTokens))];
      input->insert(at,
                    token.empty() ? std::string(1, '\0') : std::string(token));
      break;
    }
    case 3:
      input->insert(at, input->substr(at, length));
      break;
    case 4: {
      const std::string& other = corpus[Below(random, corpus.size())];
      const size_t from = Below(random, other.size() + 1);
      input->insert(at, other.substr(from, Below(random, 200)));
      break;
    }
    case 5:
      input->resize(at);
      break;
  }
  if (input->size() > kInputBytesMax) input->resize(kInputBytesMax);
}

// The input that is being run, for the handlers below.
const std::string* current_input = nullptr;
std::string failed_path;

// Keeps the failing input. Only calls that a signal handler may make; writing
// each input beforehand would take longer than running it.
void KeepInput() {
  if (current_input == nullptr) return;
  const int file =
      ::open(failed_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (file < 0) return;
  const std::string& input = *current_input;
  current_input = nullptr;
  if (::write(file, input.data(), input.size()) >= 0) {
    constexpr char kKept[] = "the failing input is kept beside the program\n";
    (void)!::write(STDERR_FILENO, kKept, sizeof(kKept) - 1);
  }
  ::close(file);
}

void OnSignal(int signal) {
  KeepInput();
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void KeepFailingInputs(const char* program) {
  failed_path = std::string(program) + ".failed_input";
  for (const int signal : {SIGABRT, SIGFPE}) std::signal(signal, OnSignal);
  // Sanitizers end the process without a signal, and handle SIGSEGV.
  if (__sanitizer_set_death_callback != nullptr) {
    __sanitizer_set_death_callback(&KeepInput);
  } else {
    std::signal(SIGSEGV, OnSignal);
  }
}

void Run(const std::string& input) {
  current_input = &input;
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()),
                         input.size());
  current_input = nullptr;
}

bool Parse(int argc, char** argv, Arguments* arguments) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--iterations" && i + 1 < argc) {
      arguments->iterations = std::strtoull(argv[++i], nullptr, 10);
    } else if (argument == "--seed" && i + 1 < argc) {
      arguments->seed = std::strtoull(argv[++i], nullptr, 10);
    } else if (argument.substr(0, 1) != "-") {
      arguments->corpus.emplace_back(argument);
    } else {
      return false;
    }
  }
  return !arguments->corpus.empty();
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  if (!Parse(argc, argv, &arguments)) {
    std::fprintf(stderr,
                 "usage: %s [--iterations N] [--seed S] FILE_OR_FOLDER...\n",
                 argv[0]);
    return 2;
  }
  const std::vector<std::string> corpus = LoadCorpus(arguments);
  if (corpus.empty()) {
    std::fprintf(stderr, "the corpus is empty\n");
    return 2;
  }
  KeepFailingInputs(argv[0]);
  std::printf("%zu corpus files, %llu mutations, seed %llu\n", corpus.size(),
              static_cast<unsigned long long>(arguments.iterations),
              static_cast<unsigned long long>(arguments.seed));
  std::fflush(stdout);
  for (const std::string& input : corpus) Run(input);
  std::mt19937_64 random(arguments.seed);
  for (uint64_t i = 0; i < arguments.iterations; ++i) {
    std::string input = corpus[Below(&random, corpus.size())];
    for (size_t n = 1 + Below(&random, kMutationsMax); n > 0; --n) {
      Mutate(corpus, &random, &input);
    }
    Run(input);
  }
  std::printf("no failure\n");
  return 0;
}
