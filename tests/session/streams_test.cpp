// What a library prints to standard output can't get among the frames.
#include <sys/stat.h>

#include "cases.hpp"

using namespace tt::session;

namespace {

struct stat descriptor(pid_t pid, int fd) {
  struct stat found{};
  const std::string path = "/proc/" + std::to_string(pid) + "/fd/" + std::to_string(fd);
  REQUIRE(::stat(path.c_str(), &found) == 0);
  return found;
}

}  // namespace

TEST_CASE("while the program serves, its standard output is its standard error and its standard input is empty") {
  prepare_process();
  const World world;
  ProcessPeer peer(world);
  const tt::Result<Script> script =
      parse_script("@ trusted\n@ alive\n", "streams", std::filesystem::path(TT_SESSION_ROOT) / "parts");
  REQUIRE(script.has_value());
  const std::optional<std::string> failure = play(*script, peer, world);
  REQUIRE_MESSAGE(!failure, failure.value_or(""));

  const struct stat in = descriptor(peer.pid(), 0);
  const struct stat out = descriptor(peer.pid(), 1);
  const struct stat log = descriptor(peer.pid(), 2);
  struct stat null{};
  REQUIRE(::stat("/dev/null", &null) == 0);
  CHECK(out.st_dev == log.st_dev);
  CHECK(out.st_ino == log.st_ino);
  CHECK(in.st_rdev == null.st_rdev);
  struct stat file{};
  REQUIRE(::stat((world.root() / "daemon.log").c_str(), &file) == 0);
  CHECK(log.st_ino == file.st_ino);
}
