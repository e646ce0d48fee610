#include "repos/clone.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <vector>

#include "base/fd.hpp"
#include "base/files.hpp"
#include "origin.hpp"
#include "repos/state.hpp"

namespace repos = tt::repos;
namespace fs = std::filesystem;

namespace {

repos::CloneRequest local(const Origins& origins, std::string_view name, const fs::path& destination,
                          bool with_submodules = false) {
  return {origins.url(name), destination, with_submodules, true};
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename().string());
  std::ranges::sort(names);
  return names;
}

}  // namespace

TEST_CASE("a clone holds every file and says which commit it is at") {
  const Origins origins;
  origins.make("origin", 40);
  std::set<repos::ClonePhase> phases;
  const auto progress = [&](const repos::CloneProgress& p) {
    phases.insert(p.phase);
    if (p.total > 0) CHECK(p.received <= p.total);
  };
  const fs::path destination = origins.path() / "new/folder/clone";
  const auto outcome = repos::clone(local(origins, "origin", destination), {progress, {}});
  REQUIRE(outcome.has_value());
  CHECK(outcome->destination == destination);
  CHECK(outcome->branch == "main");
  CHECK(outcome->commit == repos::read_head(origins.path() / "origin").value().commit);
  CHECK(outcome->submodules == 0);
  CHECK(tt::read_file(destination / "dir3/file38", 4096).value().ends_with("origin38"));
  CHECK_FALSE(repos::state(destination).value().dirty);
  CHECK(names_in(destination.parent_path()) == std::vector<std::string>{"clone"});
  CHECK(phases.contains(repos::ClonePhase::kConnecting));
  CHECK(phases.contains(repos::ClonePhase::kReceiving));
  CHECK(phases.contains(repos::ClonePhase::kCheckingOut));
}

TEST_CASE("a clone that is cancelled at any point leaves nothing behind") {
  const Origins origins;
  origins.make("inner", 10);
  origins.make("origin", 60);
  origins.add_submodule("origin", "deps/inner", origins.url("inner"), "inner");
  const fs::path parent = origins.path() / "out";
  fs::create_directory(parent);

  int polls = 0;
  const auto count = [&] { return ++polls, false; };
  REQUIRE(repos::clone(local(origins, "origin", parent / "whole", true), {{}, count}).has_value());
  fs::remove_all(parent / "whole");
  REQUIRE(polls > 20);
  for (int stop_at = 1; stop_at <= polls; stop_at += std::max(1, polls / 25)) {
    CAPTURE(stop_at);
    int polled = 0;
    const auto cancelled = [&] { return ++polled >= stop_at; };
    const auto outcome = repos::clone(local(origins, "origin", parent / "clone", true), {{}, cancelled});
    REQUIRE_FALSE(outcome.has_value());
    CHECK(outcome.error().kind == tt::ErrorKind::kCancelled);
    CHECK(names_in(parent).empty());
  }
}

TEST_CASE("a destination that holds something is refused and left alone") {
  const Origins origins;
  origins.make("origin", 3);
  const fs::path parent = origins.path() / "out";
  fs::create_directories(parent / "full");
  fs::create_directories(parent / "empty");
  std::ofstream(parent / "full/mine") << "mine";
  std::ofstream(parent / "file") << "mine";
  fs::create_directory_symlink(parent / "empty", parent / "link");
  for (const char* name : {"full", "file", "link"}) {
    CAPTURE(name);
    const auto outcome = repos::clone(local(origins, "origin", parent / name), {});
    REQUIRE_FALSE(outcome.has_value());
    CHECK(outcome.error().kind == tt::ErrorKind::kConflict);
    CHECK_FALSE(outcome.error().remedy.empty());
  }
  CHECK(tt::read_file(parent / "full/mine", 10).value() == "mine");
  CHECK(repos::clone(local(origins, "origin", parent / "empty/"), {}).has_value());
  CHECK(fs::exists(parent / "empty/dir0/file0"));
}

TEST_CASE("what appears at the destination while a clone runs is left alone") {
  const Origins origins;
  origins.make("origin", 3);
  const fs::path destination = origins.path() / "out/clone";
  const auto intrude = [&](const repos::CloneProgress&) {
    fs::create_directories(destination);
    std::ofstream(destination / "mine") << "mine";
  };
  const auto outcome = repos::clone(local(origins, "origin", destination), {intrude, {}});
  REQUIRE_FALSE(outcome.has_value());
  CHECK(outcome.error().kind == tt::ErrorKind::kConflict);
  CHECK(names_in(destination) == std::vector<std::string>{"mine"});
  CHECK(names_in(destination.parent_path()) == std::vector<std::string>{"clone"});
}

TEST_CASE("addresses other than https are refused before anything is written") {
  const Origins origins;
  origins.make("origin", 1);
  const std::string addresses[] = {
      origins.url("origin"),
      (origins.path() / "origin").string(),
      "http://example.com/x",
      "git://example.com/x",
      "ssh://git@example.com/x",
      "git@example.com:x",
      "https://",
      "https:///x",
      "https://a\n[core]",
      "",
      "ext::sh -c id",
      "HTTPS",
  };
  for (const std::string& address : addresses) {
    CAPTURE(address);
    const auto outcome = repos::clone({address, origins.path() / "out/clone", false, false}, {});
    REQUIRE_FALSE(outcome.has_value());
    CHECK(outcome.error().kind == tt::ErrorKind::kInvalidArgument);
    CHECK_FALSE(fs::exists(origins.path() / "out"));
  }
  for (const char* destination : {"relative/folder", "", "/"}) {
    CAPTURE(destination);
    CHECK(repos::clone(local(origins, "origin", destination), {}).error().kind == tt::ErrorKind::kInvalidArgument);
  }
}

TEST_CASE("a repository that isn't there is an error, and leaves nothing") {
  const Origins origins;
  const auto outcome = repos::clone(local(origins, "missing", origins.path() / "out/clone"), {});
  REQUIRE_FALSE(outcome.has_value());
  CHECK(outcome.error().message.find("missing") != std::string::npos);
  CHECK(names_in(origins.path() / "out").empty());
}

TEST_CASE("submodules come along, nested ones too, and still work after the rename") {
  const Origins origins;
  origins.make("leaf", 2);
  origins.make("inner", 5);
  origins.add_submodule("inner", "leaf", "../leaf", "leaf");  // relative to the address of inner
  origins.make("origin", 5);
  // A path, since libgit2 1.5 resolves "../x" against file:///y to file://x.
  origins.add_submodule("origin", "deps/inner", (origins.path() / "inner").string(), "inner");
  std::set<std::string> seen;
  const auto progress = [&](const repos::CloneProgress& p) { seen.insert(p.submodule); };
  const fs::path destination = origins.path() / "out/clone";
  const auto outcome = repos::clone(local(origins, "origin", destination, true), {progress, {}});
  REQUIRE_MESSAGE(outcome.has_value(), outcome.error().message);
  CHECK(outcome->submodules == 2);
  CHECK(seen == std::set<std::string>{"", "deps/inner", "deps/inner/leaf"});
  CHECK(fs::exists(destination / "deps/inner/dir0/file0"));
  CHECK(fs::exists(destination / "deps/inner/leaf/dir1/file1"));
  for (const char* place : {"deps/inner", "deps/inner/leaf"}) {
    CAPTURE(place);
    const auto state = repos::state(destination / place);
    REQUIRE_MESSAGE(state.has_value(), state.error().message);
    CHECK(state->commit == repos::read_head(origins.path() / fs::path(place).filename()).value().commit);
    CHECK_FALSE(state->dirty);
  }
  // No file of Git's own may still name the folder that the clone grew in.
  for (const auto& entry : fs::recursive_directory_iterator(destination)) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_regular_file() || (name != "config" && name != ".git" && name != "gitdir")) continue;
    CAPTURE(entry.path().string());
    CHECK(tt::read_file(entry.path(), 1 << 16).value().find(".part-") == std::string::npos);
  }
  const auto without = repos::clone(local(origins, "origin", origins.path() / "out/other"), {});
  REQUIRE(without.has_value());
  CHECK(without->submodules == 0);
  CHECK_FALSE(fs::exists(origins.path() / "out/other/deps/inner/dir0"));
}

TEST_CASE("a submodule from an address that isn't allowed stops the clone") {
  const Origins origins;
  origins.make("inner", 1);
  origins.make("origin", 1);
  origins.add_submodule("origin", "inner", "ssh://git@example.com/inner", "inner");
  const auto outcome = repos::clone(local(origins, "origin", origins.path() / "out/clone", true), {});
  REQUIRE_FALSE(outcome.has_value());
  CHECK(outcome.error().kind == tt::ErrorKind::kInvalidArgument);
  CHECK(outcome.error().message.find("inner") != std::string::npos);
  CHECK(names_in(origins.path() / "out").empty());
}

TEST_CASE("the rest of a crashed clone is removed, and nothing that only looks like it") {
  const Origins origins;
  origins.make("origin", 1);
  const fs::path parent = origins.path() / "out";
  const std::vector<std::string> kept = {"clone.part-0123456",  "clone.part-0123456g",  "clone.part-012345678",
                                         "clone.part-ABCDEF01", "clone2.part-01234567", "xclone.part-01234567"};
  for (const std::string& name : kept) fs::create_directories(parent / name / "x");
  std::ofstream(parent / "clone.part-0badf11e") << "a file";
  fs::create_directories(parent / "clone.part-01234567/.git/objects");
  std::ofstream(parent / "clone.part-01234567/.git/objects/x") << "x";
  REQUIRE(repos::clone(local(origins, "origin", parent / "clone"), {}).has_value());
  std::vector<std::string> expected = kept;
  expected.insert(expected.end(), {"clone", "clone.part-0badf11e"});
  std::ranges::sort(expected);
  CHECK(names_in(parent) == expected);
}

TEST_CASE("a clone that another window is busy with is neither removed nor doubled") {
  const Origins origins;
  origins.make("origin", 1);
  const fs::path parent = origins.path() / "out";
  fs::create_directories(parent / "clone.part-01234567/x");
  const tt::Fd other{::open((parent / "clone.part-01234567").c_str(), O_RDONLY | O_DIRECTORY)};
  REQUIRE(::flock(other.get(), LOCK_EX) == 0);
  const auto outcome = repos::clone(local(origins, "origin", parent / "clone"), {});
  REQUIRE_FALSE(outcome.has_value());
  CHECK(outcome.error().kind == tt::ErrorKind::kBusy);
  CHECK(names_in(parent) == std::vector<std::string>{"clone.part-01234567"});
}

TEST_CASE("a host that can't be found is named, with what to do") {
  const Origins origins;
  const auto outcome = repos::clone({"https://host.invalid/x.git", origins.path() / "out/clone", false, false}, {});
  REQUIRE_FALSE(outcome.has_value());
  CHECK(outcome.error().kind == tt::ErrorKind::kIo);
  CHECK(outcome.error().message.find("host.invalid") != std::string::npos);
  CHECK_FALSE(outcome.error().remedy.empty());
  CHECK(names_in(origins.path() / "out").empty());
}
