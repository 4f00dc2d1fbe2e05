#include "tools/csictl/incident_log/log_source.h"

#include <unistd.h>
#include <zip.h>

#include <fstream>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "log_test_support.h"

namespace csi::incident_log {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class LogSourceTest : public ::testing::Test {
 protected:
  ~LogSourceTest() override {
    for (const std::string& path : paths_) unlink(path.c_str());
  }

  std::string PathOf(const std::string& name) {
    paths_.push_back(::testing::TempDir() + "/log_source_test_" +
                     std::to_string(getpid()) + "_" + name);
    return paths_.back();
  }

  std::string WriteFile(const std::string& name, const std::string& bytes) {
    const std::string path = PathOf(name);
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  using Entries = std::vector<std::pair<std::string, std::string>>;
  std::string WriteZip(const std::string& name, const Entries& entries,
                       bool encrypted = false) {
    const std::string path = PathOf(name);
    int code = 0;
    zip_t* const zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    EXPECT_NE(zip, nullptr);
    for (const auto& [entry, bytes] : entries) {
      zip_source_t* const source =
          zip_source_buffer(zip, bytes.data(), bytes.size(), 0);
      const int64_t index = zip_file_add(zip, entry.c_str(), source, 0);
      EXPECT_GE(index, 0);
      if (encrypted) {
        EXPECT_EQ(zip_file_set_encryption(zip, static_cast<uint64_t>(index),
                                          ZIP_EM_AES_128, "secret"),
                  0);
      }
    }
    EXPECT_EQ(zip_close(zip), 0);
    return path;
  }

  static std::string ReadFile(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  static std::string SmallLog() {
    return std::string(kHeader) + RowText().Text();
  }

  static void ExpectRefused(const std::string& path, absl::StatusCode code,
                            const ::testing::Matcher<std::string>& message,
                            const ImportOptions& options = {}) {
    const absl::StatusOr<IncidentLog> log = ReadIncidentLog(path, options);
    EXPECT_EQ(log.status().code(), code) << path;
    EXPECT_THAT(std::string(log.status().message()), message);
  }

 private:
  std::vector<std::string> paths_;
};

TEST_F(LogSourceTest, ReadsCsvAndZipAlike) {
  const std::string csv = WriteFile("a.csv", SmallLog());
  const std::string zip = WriteZip("a.zip", {{"readme.txt", "hello"},
                                             {"__MACOSX/._log.csv", "shadow"},
                                             {"folder/log.CSV", SmallLog()}});
  const absl::StatusOr<IncidentLog> from_csv = ReadIncidentLog(csv, {});
  const absl::StatusOr<IncidentLog> from_zip = ReadIncidentLog(zip, {});
  ASSERT_TRUE(from_csv.ok()) << from_csv.status();
  ASSERT_TRUE(from_zip.ok()) << from_zip.status();
  EXPECT_EQ(from_csv->quality.content_sha256, from_zip->quality.content_sha256);
  EXPECT_EQ(from_zip->quality.entry, "folder/log.CSV");
  EXPECT_EQ(from_csv->quality.entry, "");
}

TEST_F(LogSourceTest, KnowsAZipByItsBytesNotByItsName) {
  const std::string zip = WriteZip("b.csv", {{"log.csv", SmallLog()}});
  EXPECT_TRUE(ReadIncidentLog(zip, {}).ok());
  const std::string csv = WriteFile("b.zip", SmallLog());
  ExpectRefused(csv, absl::StatusCode::kInvalidArgument,
                HasSubstr("is no zip archive"));
}

TEST_F(LogSourceTest, RefusesAZipThatIsCutOff) {
  std::string log(kHeader);
  for (int i = 0; i < 2000; ++i) {
    RowText row;
    row.number = "INC" + std::to_string(i * 7919);
    log += row.Text();
  }
  const std::string bytes = ReadFile(WriteZip("whole.zip", {{"log.csv", log}}));
  for (const size_t kept : {size_t{4}, size_t{30}, bytes.size() / 2,
                            bytes.size() - 30, bytes.size() - 1}) {
    ExpectRefused(WriteFile("cut.zip", bytes.substr(0, kept)),
                  absl::StatusCode::kInvalidArgument,
                  HasSubstr("cut off or damaged"));
  }
}

TEST_F(LogSourceTest, NeverTakesAZipWithAChangedByteForAnotherLog) {
  std::string log(kHeader);
  for (int i = 0; i < 200; ++i) {
    RowText row;
    row.number = "INC" + std::to_string(i * 7919);
    log += row.Text();
  }
  const std::string bytes = ReadFile(WriteZip("sound.zip", {{"l.csv", log}}));
  const absl::StatusOr<IncidentLog> sound =
      ReadIncidentLog(WriteFile("s.zip", bytes), {});
  ASSERT_TRUE(sound.ok());
  int refused = 0;
  for (size_t at = 0; at < bytes.size(); at += 7) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    const absl::StatusOr<IncidentLog> read =
        ReadIncidentLog(WriteFile("damaged.zip", damaged), {});
    if (!read.ok()) {
      ++refused;
      continue;
    }
    // A changed date or comment in the archive changes nothing that counts.
    EXPECT_EQ(read->quality.content_sha256, sound->quality.content_sha256)
        << at;
  }
  EXPECT_GT(refused, 50);
}

TEST_F(LogSourceTest, RefusesABombByItsDeclaredSize) {
  const std::string bomb =
      WriteZip("bomb.zip", {{"log.csv", std::string(8 << 20, ' ')}});
  EXPECT_LT(ReadFile(bomb).size(), 20000u);
  ImportOptions options;
  options.bytes_max = 1 << 20;
  ExpectRefused(bomb, absl::StatusCode::kResourceExhausted,
                AllOf(HasSubstr("unpacks to 8388608 bytes"),
                      HasSubstr("more than 1048576")),
                options);
}

TEST_F(LogSourceTest, RefusesABombThatLiesAboutItsSize) {
  std::string bytes =
      ReadFile(WriteZip("liar.zip", {{"log.csv", std::string(8 << 20, '\n')}}));
  // The size stands in the local and in the central header, little-endian.
  const std::string declared("\0\0\x80\0", 4);
  int patched = 0;
  for (size_t at = bytes.find(declared); at != std::string::npos;
       at = bytes.find(declared, at + 1)) {
    bytes.replace(at, 4, std::string("\x10\0\0\0", 4));
    ++patched;
  }
  ASSERT_GE(patched, 1);
  ImportOptions options;
  options.bytes_max = 1 << 20;
  EXPECT_FALSE(ReadIncidentLog(WriteFile("liar2.zip", bytes), options).ok());
}

TEST_F(LogSourceTest, RefusesArchivesWithoutOneCsv) {
  ExpectRefused(WriteZip("none.zip", {{"log.txt", SmallLog()}}),
                absl::StatusCode::kInvalidArgument,
                HasSubstr("holds no .csv file"));
  ExpectRefused(
      WriteZip("two.zip", {{"a.csv", SmallLog()}, {"b.csv", SmallLog()}}),
      absl::StatusCode::kInvalidArgument,
      HasSubstr("more than one CSV file (a.csv and b.csv)"));
}

TEST_F(LogSourceTest, RefusesArchivesWithTooManyFiles) {
  Entries entries;
  for (int64_t i = 0; i <= kZipEntriesMax; ++i) {
    entries.emplace_back("f" + std::to_string(i), "");
  }
  ExpectRefused(WriteZip("many.zip", entries),
                absl::StatusCode::kResourceExhausted,
                HasSubstr("holds 1001 files"));
}

TEST_F(LogSourceTest, RefusesAnEncryptedLog) {
  ExpectRefused(WriteZip("secret.zip", {{"log.csv", SmallLog()}}, true),
                absl::StatusCode::kInvalidArgument, HasSubstr("encrypted"));
}

TEST_F(LogSourceTest, RefusesGzipEmptyFilesFoldersAndAbsentFiles) {
  ExpectRefused(WriteFile("log.csv.gz", "\x1F\x8B\x08rest"),
                absl::StatusCode::kInvalidArgument, HasSubstr("gzip"));
  ExpectRefused(WriteFile("empty.csv", ""), absl::StatusCode::kInvalidArgument,
                HasSubstr("is empty"));
  ExpectRefused(::testing::TempDir(), absl::StatusCode::kInvalidArgument,
                HasSubstr("not a file"));
  ExpectRefused("/nonexistent.csv", absl::StatusCode::kNotFound,
                HasSubstr("/nonexistent.csv"));
}

TEST_F(LogSourceTest, RefusesALargeFileBeforeReadingIt) {
  ImportOptions options;
  options.bytes_max = 10;
  ExpectRefused(WriteFile("large.csv", SmallLog()),
                absl::StatusCode::kResourceExhausted, HasSubstr("more than 10"),
                options);
}

}  // namespace
}  // namespace csi::incident_log
