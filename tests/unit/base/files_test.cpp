#include "base/files.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <string>

namespace {

struct TemporaryFolder {
  std::string path = "/tmp/tt-files-XXXXXX";
  TemporaryFolder() { REQUIRE(::mkdtemp(path.data()) != nullptr); }
  ~TemporaryFolder() { std::filesystem::remove_all(path); }
};

}  // namespace

TEST_CASE("a file is read whole, up to a limit") {
  const TemporaryFolder folder;
  const std::string path = folder.path + "/a";
  REQUIRE(tt::write_file_atomically(path, "hello").has_value());
  CHECK(tt::read_file(path, 5).value() == "hello");
  CHECK(tt::read_file(path, 4).error().kind == tt::ErrorKind::kTooLarge);
  CHECK(tt::read_file(folder.path + "/none", 10).error().kind == tt::ErrorKind::kNotFound);
  CHECK(tt::read_file(folder.path, 10).error().kind == tt::ErrorKind::kIo);
}

TEST_CASE("reading a FIFO neither hangs nor succeeds") {
  const TemporaryFolder folder;
  const std::string path = folder.path + "/fifo";
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  CHECK(tt::read_file(path, 10).error().kind == tt::ErrorKind::kIo);
}

TEST_CASE("an atomic write that fails leaves the old file and no rest") {
  const TemporaryFolder folder;
  const std::string missing = folder.path + "/no/such/file";
  CHECK_FALSE(tt::write_file_atomically(missing, "x").has_value());
  const std::string path = folder.path + "/a";
  REQUIRE(tt::write_file_atomically(path, "old", 0640).has_value());
  REQUIRE(tt::write_file_atomically(path, "new", 0640).has_value());
  CHECK(tt::read_file(path, 10).value() == "new");
  struct stat info{};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777u) == 0640u);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path), {}) == 1);
}
