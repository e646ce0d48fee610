#include "supervisor/log_writer.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture.hpp"
#include "jobdir/log_gap.hpp"
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

namespace {

// "000000000\n", "000000001\n" ...: ten bytes a line, so that offsets and lines can be told from one another.
std::string numbered_lines(std::uint64_t first, std::uint64_t count) {
  std::string lines;
  for (std::uint64_t i = first; i < first + count; ++i) {
    std::string digits = std::to_string(i);
    lines += std::string(9 - digits.size(), '0') + digits + '\n';
  }
  return lines;
}

std::uint64_t room_on_disk(const fs::path& file) {
  struct stat info{};
  REQUIRE(::stat(file.c_str(), &info) == 0);
  return static_cast<std::uint64_t>(info.st_blocks) * 512;
}

}  // namespace

// Both file systems that state folders lie on; a machine may have the same under both paths.
TEST_CASE("over its limit a log keeps its beginning and its end, at the offsets that they had") {
  constexpr std::uint64_t kLimit = 1'000'000;
  for (const char* parent : {"/dev/shm", "."}) {
    if (!fs::is_directory(parent)) continue;
    CAPTURE(parent);
    const fs::path place = fs::path(parent) / ("tt-log-writer-" + std::to_string(::getpid()));
    fs::create_directory(place);
    Result<supervisor::LogWriter> log = supervisor::LogWriter::create(open_folder(place).get(), {kLimit});
    REQUIRE(log.has_value());
    constexpr std::uint64_t kLines = 500'000;
    for (std::uint64_t line = 0; line < kLines; line += 500) {
      log->append(numbered_lines(line, 500), 1);
      REQUIRE(room_on_disk(place / "out.log") <= kLimit + 16'384);
    }
    CHECK(log->kept() == kLines * 10);
    CHECK(log->dropped() == 0);
    const jobdir::LogGap gap = jobdir::read_gap(jobdir::open_gap_file(place).get());
    CHECK(gap == log->gap());
    // A quarter is the head, within a block and a line; what is kept is nearly the limit.
    CHECK(gap.begin > kLimit / 4 - 8192);
    CHECK(gap.begin <= kLimit / 4);
    CHECK(log->kept() - gap.missing() > kLimit * 15 / 16 - 8192);
    CHECK(gap.lines_before == gap.begin / 10);
    CHECK(gap.lines == gap.end / 10);
    const std::string text = slurp(place / "out.log");
    REQUIRE(text.size() == log->kept());
    const std::string all = numbered_lines(0, kLines);
    CHECK(text.substr(0, gap.begin) == all.substr(0, gap.begin));
    CHECK(text.substr(gap.end) == all.substr(gap.end));
    CHECK(text[gap.begin - 1] == '\n');
    CHECK(text[gap.end - 1] == '\n');
    fs::remove_all(place);
  }
}

TEST_CASE("a log without line ends is cut at its blocks, and zeros in it are output") {
  const TemporaryFolder place;
  Result<supervisor::LogWriter> log = supervisor::LogWriter::create(open_folder(place.path()).get(), {1});  // taken for 64 KiB
  REQUIRE(log.has_value());
  for (int i = 0; i < 100; ++i) log->append(std::string(4000, i % 2 == 0 ? '\0' : 'x'), i);
  const jobdir::LogGap gap = log->gap();
  CHECK(gap.begin == 16'384);
  CHECK(gap.end % 4096 == 0);
  CHECK(log->kept() - gap.missing() <= 65'536);
  CHECK(log->kept() - gap.missing() > 65'536 - 4096 - 4000);
  const std::string text = slurp(place.path() / "out.log");
  for (std::size_t at = gap.end; at < text.size(); ++at) REQUIRE(text[at] == (at / 4000 % 2 == 0 ? '\0' : 'x'));
}

TEST_CASE("a log under its limit has no gap") {
  const TemporaryFolder place;
  Result<supervisor::LogWriter> log = supervisor::LogWriter::create(open_folder(place.path()).get(), {100'000});
  REQUIRE(log.has_value());
  log->append(std::string(100'000 - 1696, 'a'), 1);  // 16 steps of 6,144 bytes
  CHECK(log->gap().missing() == 0);
  CHECK(jobdir::read_gap(jobdir::open_gap_file(place.path()).get()) == jobdir::LogGap{0, 0, 0, 0, 100'000, 0});
}

TEST_CASE("where the file system can't give blocks back, what comes over the limit is dropped and counted") {
  const TemporaryFolder place;
  Result<supervisor::LogWriter> log = supervisor::LogWriter::create(open_folder(place.path()).get(), {100'000, false});
  REQUIRE(log.has_value());
  for (int i = 0; i < 30; ++i) log->append(std::string(7000, 'x'), i);
  log->sync();
  CHECK(log->kept() == 100'000);
  CHECK(log->dropped() == 110'000);
  CHECK(fs::file_size(place.path() / "out.log") == 100'000);
  const jobdir::LogGap gap = jobdir::read_gap(jobdir::open_gap_file(place.path()).get());
  CHECK(gap.missing() == 110'000);
  CHECK(gap.begin == gap.end);
}
