// Drives a fuzz entry without clang's libFuzzer: runs every corpus file, then
// seeded random mutations of them. The same seed gives the same inputs; a
// failing one is left in a file that can be given as corpus.
//
//   csv_fuzz [--iterations N] [--seed S] FILE_OR_FOLDER...
//
// With clang, leave this file out and link with -fsanitize=fuzzer instead.
#include <algorithm>
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

// The input is on disk before it is run: what crashes can be run again.
void Run(const std::string& input, const std::string& path) {
  std::FILE* const file = std::fopen(path.c_str(), "wb");
  if (file != nullptr) {
    std::fwrite(input.data(), 1, input.size(), file);
    std::fclose(file);
  }
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()),
                         input.size());
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
  const std::string path = std::string(argv[0]) + ".last_input";
  std::printf("%zu corpus files, %llu mutations, seed %llu; last input: %s\n",
              corpus.size(),
              static_cast<unsigned long long>(arguments.iterations),
              static_cast<unsigned long long>(arguments.seed), path.c_str());
  std::fflush(stdout);
  for (const std::string& input : corpus) Run(input, path);
  std::mt19937_64 random(arguments.seed);
  for (uint64_t i = 0; i < arguments.iterations; ++i) {
    std::string input = corpus[Below(&random, corpus.size())];
    for (size_t n = 1 + Below(&random, kMutationsMax); n > 0; --n) {
      Mutate(corpus, &random, &input);
    }
    Run(input, path);
  }
  std::remove(path.c_str());
  std::printf("no failure\n");
  return 0;
}
