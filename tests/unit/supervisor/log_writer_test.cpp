#include "supervisor/log_writer.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "fixture.hpp"
#include "jobdir/log_index.hpp"

using namespace tt;
using namespace tt::test;

namespace {

Fd open_folder(const fs::path& path) { return Fd{::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)}; }

}  // namespace

TEST_CASE("an index record comes every 64 KiB or 100 ms, and with the first byte") {
  const TemporaryFolder place;
  Result<supervisor::LogWriter> log = supervisor::LogWriter::create(open_folder(place.path()).get());
  REQUIRE(log.has_value());
  log->append("a", 1'000);
  log->append("b", 2'000);                             // too soon
  log->append("c", 100'001'000);                       // 100 ms later
  log->append(std::string(70'000, 'd'), 100'002'000);  // begins too soon, but then reaches over 64 KiB
  log->append("e", 100'003'000);                       // 70,000 bytes after the last mark
  log->append("f", 100'004'000);                       // too soon
  const auto index = jobdir::decode_index(slurp(place.path() / "out.idx"));
  REQUIRE(index.size() == 4);
  CHECK(index[0] == jobdir::IndexEntry{0, 1'000, 0});
  CHECK(index[1] == jobdir::IndexEntry{2, 100'001'000, 0});
  CHECK(index[2] == jobdir::IndexEntry{3, 100'002'000, 0});
  CHECK(index[3] == jobdir::IndexEntry{70'003, 100'003'000, 0});
  CHECK(log->kept() == 70'005);
}

TEST_CASE("files of an earlier job are never opened") {
  const TemporaryFolder place;
  const Fd folder = open_folder(place.path());
  REQUIRE(::symlink("/dev/null", (place.path() / "out.log").c_str()) == 0);
  CHECK_FALSE(supervisor::LogWriter::create(folder.get()).has_value());
}

TEST_CASE("bytes over a file size limit are counted, and the gap is marked when room comes back") {
  const TemporaryFolder place;
  Result<supervisor::LogWriter> log = supervisor::LogWriter::create(open_folder(place.path()).get());
  REQUIRE(log.has_value());
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  const auto old_handler = ::signal(SIGXFSZ, SIG_IGN);
  rlimit small = before;
  small.rlim_cur = 1000;
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  log->append(std::string(1500, 'x'), 1);
  log->append("lost", 2);
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
  ::signal(SIGXFSZ, old_handler);
  log->append("back", 3);
  CHECK(log->kept() == 1004);
  CHECK(log->dropped() == 504);
  const auto index = jobdir::decode_index(slurp(place.path() / "out.idx"));
  REQUIRE(index.size() == 2);
  CHECK(index[1] == jobdir::IndexEntry{1000, 3, jobdir::kIndexGap});
}
