#include "jobdir/paths.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "temporary_folder.hpp"

using namespace tt;
using namespace tt::jobdir;

namespace {

unsigned mode_of(const std::filesystem::path& path) {
  struct stat info{};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  return info.st_mode & 07777u;
}

}  // namespace

TEST_CASE("the state root comes from the first variable that has a say") {
  struct Case {
    StateEnvironment environment;
    std::string expected;
  };
  const Case cases[] = {{{"/s", "/x", "/h"}, "/s"},
                        {{"/s/../t", "/x", "/h"}, "/t"},
                        {{std::nullopt, "/x", "/h"}, "/x/tt-bringup/v1"},
                        {{"", "/x", "/h"}, "/x/tt-bringup/v1"},
                        {{std::nullopt, "relative", "/h"}, "/h/.local/state/tt-bringup/v1"},
                        {{std::nullopt, std::nullopt, "/h"}, "/h/.local/state/tt-bringup/v1"}};
  for (const Case& c : cases) CHECK(resolve_state_root(c.environment).value() == c.expected);
  CHECK(resolve_state_root({"s", "/x", "/h"}).error().kind == ErrorKind::kInvalidArgument);
  const Result<fs::path> from_database = resolve_state_root({});
  if (from_database) CHECK(from_database->string().ends_with("/.local/state/tt-bringup/v1"));
}

TEST_CASE("folders are made for the user alone, parents included, whatever the umask") {
  const TemporaryFolder place;
  const mode_t old = ::umask(0);
  const fs::path root = place.path / "a" / "b" / "v1";
  REQUIRE(prepare_state_root(root).has_value());
  REQUIRE(prepare_state_root(root).has_value());
  ::umask(old);
  for (const fs::path& p : {root, root / "jobs", root / "devices", place.path / "a", place.path / "a" / "b"})
    CHECK(mode_of(p) == 0700u);
}

TEST_CASE("a folder that others may write to, a symlink and a file are refused; one that they may read is narrowed") {
  const TemporaryFolder place;
  const fs::path folder = place.path / "f";
  REQUIRE(::mkdir(folder.c_str(), 0700) == 0);
  for (const unsigned bad : {0777u, 0720u, 0702u}) {
    REQUIRE(::chmod(folder.c_str(), bad) == 0);
    const Result<void> made = make_private_folder(folder);
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().remedy.find("chmod 700") != std::string::npos);
    CHECK(mode_of(folder) == bad);
  }
  REQUIRE(::chmod(folder.c_str(), 0755) == 0);
  CHECK(make_private_folder(folder).has_value());
  CHECK(mode_of(folder) == 0700u);
  fs::create_directory_symlink(folder, place.path / "link");
  CHECK_FALSE(make_private_folder(place.path / "link").has_value());
  REQUIRE(::mknod((place.path / "file").c_str(), S_IFREG | 0600, 0) == 0);
  CHECK_FALSE(make_private_folder(place.path / "file").has_value());
}

TEST_CASE("a folder of another user is refused") {
  if (::geteuid() != 0) {
    MESSAGE("not tested: only root can give a folder away");
    return;
  }
  const TemporaryFolder place;
  const fs::path folder = place.path / "f";
  REQUIRE(::mkdir(folder.c_str(), 0700) == 0);
  REQUIRE(::chown(folder.c_str(), 65534, 65534) == 0);
  const Result<void> made = make_private_folder(folder);
  REQUIRE_FALSE(made.has_value());
  CHECK(made.error().message.find("belongs to user 65534") != std::string::npos);
}

TEST_CASE("only a ULID becomes a job folder, once") {
  const TemporaryFolder place;
  REQUIRE(prepare_state_root(place.path / "s").has_value());
  const std::string id = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
  CHECK(create_job_folder(place.path / "s", id).value() == place.path / "s" / "jobs" / id);
  CHECK(create_job_folder(place.path / "s", id).error().kind == ErrorKind::kConflict);
  for (const char* bad : {"", ".", "..", "../x", "01ARZ3NDEKTSV4RRFFQ69G5FA/"}) {
    CHECK(create_job_folder(place.path / "s", bad).error().kind == ErrorKind::kInvalidArgument);
  }
}

TEST_CASE("a device's name can't leave the folder of devices") {
  const TemporaryFolder place;
  REQUIRE(prepare_state_root(place.path / "s").has_value());
  CHECK(device_folder(place.path / "s", "0000:01:00.0").has_value());
  for (const std::string& bad :
       {std::string(), std::string("."), std::string(".."), std::string("a/b"), std::string(65, 'a'), std::string("a b")}) {
    CHECK_FALSE(device_folder(place.path / "s", bad).has_value());
  }
}
