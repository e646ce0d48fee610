#include "jobs/retention.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>

#include <fstream>

#include "base/fd.hpp"
#include "jobdir/lock.hpp"
#include "jobdir/paths.hpp"
#include "jobs/pin.hpp"
#include "scratch.hpp"

using namespace std::chrono_literals;
using tt::ErrorKind;
using tt::jobs::jobs_to_remove;
using tt::jobs::KeptJob;
using tt::jobs::RetentionLimits;

namespace {

constexpr std::int64_t kDay = 86'400'000;
constexpr std::int64_t kNow = 1'000 * kDay;
constexpr char kId[] = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

KeptJob job(std::string id, std::uint32_t number, std::int64_t days_ago, std::uint64_t bytes, bool removable = true) {
  return {std::move(id), number, removable, kNow - days_ago * kDay, bytes};
}

using Ids = std::vector<std::string>;

struct Folder {
  Scratch scratch;
  std::filesystem::path path;
  Folder() {
    REQUIRE(tt::jobdir::prepare_state_root(scratch.path / "s").has_value());
    path = *tt::jobdir::create_job_folder(root(), kId);
    std::ofstream(path / "out.log") << "text";
  }
  std::filesystem::path root() const { return scratch.path / "s"; }
};

}  // namespace

TEST_CASE("jobs go by age, by room, and never against their will") {
  const std::vector<KeptJob> jobs = {job("c", 3, 30, 100), job("a", 1, 100, 100), job("b", 2, 95, 100, false), job("d", 4, 2, 100)};
  struct Case {
    std::string name;
    RetentionLimits limits;
    Ids removed;
  };
  const Case cases[] = {
      {"no limits", {}, {}},
      {"by age, and one that is kept isn't touched", {std::chrono::days(90), 0}, {"a"}},
      {"by age, oldest first", {std::chrono::days(10), 0}, {"a", "c"}},
      {"the very day isn't older", {std::chrono::days(100), 0}, {}},
      {"room for all", {std::chrono::days(0), 400}, {}},
      {"room for three", {std::chrono::days(0), 399}, {"a"}},
      {"room for two: what is kept takes its part", {std::chrono::days(0), 200}, {"a", "c"}},
      {"room for none: what can't go stays", {std::chrono::days(0), 1}, {"a", "c", "d"}},
      {"what goes by age makes room", {std::chrono::days(90), 300}, {"a"}},
      {"both", {std::chrono::days(90), 299}, {"a", "c"}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(jobs_to_remove(jobs, c.limits, kNow) == c.removed);
  }
}

TEST_CASE("a job that has just ended is left alone, and a log without bytes makes no room") {
  KeptJob fresh = job("fresh", 1, 0, 1000);
  fresh.ended_ms = kNow - 599'000;
  KeptJob ended = job("ended", 2, 0, 1000);
  ended.ended_ms = kNow - 600'000;
  CHECK(jobs_to_remove({fresh, ended, job("empty", 3, 1, 0)}, {std::chrono::days(0), 1}, kNow) == Ids{"ended"});
  // A clock that was set back makes no job old.
  KeptJob future = job("future", 4, -5, 1000);
  CHECK(jobs_to_remove({future}, {std::chrono::days(1), 1}, kNow).empty());
}

TEST_CASE("a folder is removed whole, and removing it again is no error") {
  const Folder folder;
  REQUIRE(tt::jobs::remove_job_folder(folder.root(), kId, true).has_value());
  CHECK(std::filesystem::is_empty(folder.root() / "jobs"));
  CHECK(tt::jobs::remove_job_folder(folder.root(), kId, true).has_value());
}

TEST_CASE("a job that lives, is pinned, or is being read keeps its folder") {
  const Folder folder;
  const auto kind = [&](bool unless_read) {
    const auto removed = tt::jobs::remove_job_folder(folder.root(), kId, unless_read);
    return removed ? std::nullopt : std::optional(removed.error().kind);
  };
  {
    const auto lock = tt::jobdir::create_lock(folder.path);
    REQUIRE(lock.has_value());
    CHECK(kind(false) == ErrorKind::kConflict);
  }
  REQUIRE(tt::jobs::set_pin(folder.root(), kId, true).has_value());
  CHECK(tt::jobs::is_pinned(folder.path));
  CHECK(kind(false) == ErrorKind::kConflict);
  REQUIRE(tt::jobs::set_pin(folder.root(), kId, false).has_value());
  REQUIRE(tt::jobs::set_pin(folder.root(), kId, false).has_value());
  CHECK_FALSE(tt::jobs::is_pinned(folder.path));
  {
    const tt::Fd reader{::open((folder.path / "out.log").c_str(), O_RDONLY | O_CLOEXEC)};
    const tt::Fd another{::open((folder.path / "out.log").c_str(), O_RDONLY | O_CLOEXEC)};
    tt::jobs::mark_as_read(reader.get());
    tt::jobs::mark_as_read(another.get());
    CHECK(kind(true) == ErrorKind::kConflict);
  }
  CHECK(std::filesystem::exists(folder.path / "out.log"));
  CHECK(kind(true) == std::nullopt);
}

TEST_CASE("the user may remove a job that a window reads") {
  const Folder folder;
  const tt::Fd reader{::open((folder.path / "out.log").c_str(), O_RDONLY | O_CLOEXEC)};
  tt::jobs::mark_as_read(reader.get());
  CHECK(tt::jobs::remove_job_folder(folder.root(), kId, false).has_value());
}

TEST_CASE("what a killed daemon left half removed goes with the next look") {
  const Folder folder;
  std::filesystem::rename(folder.path, folder.root() / "jobs" / (std::string("removed-") + kId));
  tt::jobs::remove_leftovers(folder.root());
  CHECK(std::filesystem::is_empty(folder.root() / "jobs"));
}

TEST_CASE("word of a pin names its job, and other names tell nothing") {
  CHECK(tt::jobs::told_by(std::string("changed-") + kId) == kId);
  CHECK_FALSE(tt::jobs::told_by(kId).has_value());
  CHECK_FALSE(tt::jobs::told_by("changed-x").has_value());
  CHECK_FALSE(tt::jobs::told_by(std::string("removed-") + kId).has_value());
}
