#include "store/store.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "store/database.hpp"
#include "temporary_folder.hpp"

namespace store = tt::store;
using store::Store;

namespace {

store::StepRecord record(std::string step, std::string status = "done") {
  return {std::move(step), std::move(status), "gate", "01J", "PCC 0.9998", 7};
}

unsigned mode_of(const std::filesystem::path& path) {
  struct stat info{};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  return info.st_mode & 0777;
}

}  // namespace

TEST_CASE("the steps of all lessons come in one read, each under its lesson") {
  const TemporaryFolder folder;
  Store opened = Store::open(folder.file()).value();
  REQUIRE(opened.put_step("p", "l", record("b")).has_value());
  REQUIRE(opened.put_step("p", "l", record("a", "failed")).has_value());
  REQUIRE(opened.put_step("q", "l", record("a")).has_value());
  const auto all = opened.all_steps().value();
  CHECK(all.size() == 2);
  CHECK(all.at({"p", "l"}) == opened.steps("p", "l").value());
  CHECK(all.at({"q", "l"}) == std::vector{record("a")});
}

TEST_CASE("steps, consents and values outlive the store that wrote them") {
  const TemporaryFolder folder;
  {
    Store first = Store::open(folder.file()).value();
    CHECK(first.mode() == store::Mode::kPersistent);
    CHECK(first.notice().empty());
    REQUIRE(first.put_step("p", "l", record("b")).has_value());
    REQUIRE(first.put_step("p", "l", record("a", "failed")).has_value());
    REQUIRE(first.put_step("p", "other", record("a")).has_value());
    REQUIRE(first.put_step("p", "l", record("a", "done")).has_value());
    REQUIRE(first.put_step("p", "l", record("c")).has_value());
    REQUIRE(first.clear_step("p", "l", "c").has_value());
    REQUIRE(first.clear_step("p", "l", "never there").has_value());
    REQUIRE(first.add_consent("k1", 1).has_value());
    REQUIRE(first.put("page", "").has_value());
    REQUIRE(first.put("place", std::string_view("a\0b", 3)).has_value());
  }
  Store second = Store::open(folder.file()).value();
  CHECK(second.steps("p", "l").value() == std::vector{record("a"), record("b")});
  CHECK(second.steps("P", "l").value().empty());
  CHECK(second.has_consent("k1").value());
  CHECK_FALSE(second.has_consent("k").value());
  CHECK(second.get("page").value() == "");
  CHECK(second.get("place").value() == std::string("a\0b", 3));
  CHECK_FALSE(second.get("none").value().has_value());
}

TEST_CASE("text that looks like SQL is only text") {
  const TemporaryFolder folder;
  Store s = Store::open(folder.file()).value();
  const std::string hostile = "'); DROP TABLE steps; --";
  REQUIRE(s.put_step(hostile, hostile, record(hostile)).has_value());
  CHECK(s.steps(hostile, hostile).value() == std::vector{record(hostile)});
}

TEST_CASE("only the owner can reach the folder and its files, whatever the umask") {
  for (mode_t mask : {0000, 0022, 0777}) {
    CAPTURE(mask);
    const TemporaryFolder folder;
    std::filesystem::create_directories(folder.path);
    const mode_t before = ::umask(mask);
    Store s = Store::open(folder.file()).value();
    const bool is_written = s.put("k", "v").has_value();
    ::umask(before);
    CHECK(is_written);
    CHECK_FALSE(s.ephemeral());
    CHECK(mode_of(folder.file().parent_path()) == 0700);
    for (const auto& entry : std::filesystem::directory_iterator(folder.file().parent_path())) {
      CAPTURE(entry.path().string());
      CHECK(mode_of(entry.path()) == 0600);
    }
  }
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.file().parent_path());
  REQUIRE(::chmod(folder.file().parent_path().c_str(), 0755) == 0);
  std::ofstream(folder.file()).flush();
  REQUIRE(::chmod(folder.file().c_str(), 0644) == 0);
  CHECK_FALSE(Store::open(folder.file()).value().ephemeral());
  CHECK(mode_of(folder.file().parent_path()) == 0700);
  CHECK(mode_of(folder.file()) == 0600);
}

TEST_CASE("where the disk can't be used, the store works in memory and says why") {
  const TemporaryFolder folder;
  std::ofstream(folder.path / "file").flush();
  std::filesystem::create_directory(folder.path / "open-to-all");
  REQUIRE(::chmod((folder.path / "open-to-all").c_str(), 0777) == 0);
  std::filesystem::create_directory_symlink(folder.path, folder.path / "link");
  std::filesystem::create_directories(folder.path / "v2/index.db");

  struct Case {
    std::filesystem::path file;
    std::string_view reason;  // part of the notice
  };
  const Case cases[] = {
      {folder.path / "file/v1/index.db", "folder"},    {folder.path / "open-to-all/index.db", "Others may write"},
      {folder.path / "link/index.db", "not a folder"}, {folder.path / "v2/index.db", "not a regular file"},
      {"/proc/self/v1/index.db", "/proc/self/v1"},     {"v1/index.db", "not an absolute path"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.file.string());
    tt::Result<Store> s = Store::open(c.file);
    REQUIRE(s.has_value());
    CHECK(s->ephemeral());
    CHECK(s->notice().find("kept only until the window closes") != std::string::npos);
    CHECK(s->notice().find(c.reason) != std::string::npos);
    REQUIRE(s->put_step("p", "l", record("a")).has_value());
    CHECK(s->steps("p", "l").value().size() == 1);
  }
}

TEST_CASE("progress on a disk that can't be written is still shown, and consents are asked for again") {
  const TemporaryFolder folder;
  {
    Store s = Store::open(folder.file()).value();
    REQUIRE(s.put_step("p", "l", record("a")).has_value());
    REQUIRE(s.add_consent("c", 1).has_value());
  }
  // Root may write anywhere, so the folder is made unfit in a way that holds for root, too.
  REQUIRE(::chmod(folder.file().parent_path().c_str(), 0777) == 0);
  Store s = Store::open(folder.file()).value();
  CHECK(s.ephemeral());
  CHECK(s.steps("p", "l").value() == std::vector{record("a")});
  CHECK_FALSE(s.has_consent("c").value());
}

TEST_CASE("a file of a newer version is read and never written") {
  const TemporaryFolder folder;
  {
    Store s = Store::open(folder.file()).value();
    REQUIRE(s.put_step("p", "l", record("a")).has_value());
  }
  {
    auto raw = store::Database::open(folder.file(), store::Access::kReadWrite);
    REQUIRE(raw.has_value());
    REQUIRE(raw->run("CREATE TABLE added(x)").has_value());
    REQUIRE(raw->run("PRAGMA user_version = 2").has_value());
  }
  Store s = Store::open(folder.file()).value();
  CHECK(s.mode() == store::Mode::kReadOnly);
  CHECK(s.notice().find("newer version") != std::string::npos);
  CHECK(s.steps("p", "l").value() == std::vector{record("a")});
  CHECK(s.put_step("p", "l", record("b")).error().kind == tt::ErrorKind::kUnsupported);
  CHECK(s.clear_step("p", "l", "a").error().kind == tt::ErrorKind::kUnsupported);
  CHECK(s.steps("p", "l").value().size() == 1);
}

TEST_CASE("two processes that write at once lose nothing") {
  const TemporaryFolder folder;
  constexpr int kProcesses = 4, kSteps = 25;
  std::vector<pid_t> children;
  for (int p = 0; p < kProcesses; ++p) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      tt::Result<Store> s = Store::open(folder.file());
      bool is_good = s.has_value() && !s->ephemeral();
      for (int i = 0; is_good && i < kSteps; ++i) is_good = s->put_step("p", "l", record(std::to_string(p * 100 + i))).has_value();
      ::_exit(is_good ? 0 : 1);
    }
    children.push_back(child);
  }
  for (pid_t child : children) {
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
  }
  CHECK(Store::open(folder.file()).value().steps("p", "l").value().size() == kProcesses * kSteps);
}

TEST_CASE("stores on several threads of one process share a file") {
  const TemporaryFolder folder;
  std::vector<std::thread> threads;
  std::vector<int> good(4);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int round = 0; round < 5; ++round) {  // opening and closing must not drop the others' locks
        tt::Result<Store> s = Store::open(folder.file());
        if (!s || s->ephemeral()) return;
        for (int i = 0; i < 5; ++i)
          good[t] += s->put_step("p", std::to_string(t), record(std::to_string(round * 10 + i))).has_value();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  Store s = Store::open(folder.file()).value();
  for (int t = 0; t < 4; ++t) {
    CHECK(good[t] == 25);
    CHECK(s.steps("p", std::to_string(t)).value().size() == 25);
  }
  CHECK(s.notice().empty());
}
