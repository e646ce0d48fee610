#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <thread>

#include "base/files.hpp"
#include "store/contents.hpp"
#include "store/folder.hpp"
#include "store/store.hpp"
#include "temporary_folder.hpp"

namespace store = tt::store;
using store::Store;

namespace {

constexpr int kSteps = 300;

store::StepRecord record(int i) { return {"step-" + std::to_string(i), "done", "gate", "01JABCDEF", "PCC 0.9998", 1000 + i}; }

// The bytes of a sound file with kSteps steps, a consent and a value.
std::string sound_file() {
  const TemporaryFolder folder;
  REQUIRE_FALSE(Store::open(folder.file()).value().ephemeral());
  store::Contents contents;
  for (int i = 0; i < kSteps; ++i) contents.steps[{"pack", "lesson", record(i).step}] = record(i);
  contents.values["page"] = "7";
  {
    auto database = store::Database::open(folder.file(), store::Access::kReadWrite);
    REQUIRE(database.has_value());
    REQUIRE(store::put_contents(*database, contents).has_value());
  }
  REQUIRE(Store::open(folder.file()).value().add_consent("c", 1).has_value());
  return tt::read_file(folder.file(), 1 << 24).value();
}

void put(const std::filesystem::path& file, std::string_view bytes) {
  std::filesystem::create_directories(file.parent_path());
  REQUIRE(tt::write_file_atomically(file, bytes).has_value());
}

std::size_t count_damaged(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(std::ranges::count_if(std::filesystem::directory_iterator(folder), [](const auto& entry) {
    return entry.path().string().find(".damaged-") != std::string::npos;
  }));
}

}  // namespace

TEST_CASE("a file that isn't a database is kept aside, and an empty store takes its place") {
  for (const std::string& bytes :
       {std::string("not a database"), std::string(8192, '\xff'), std::string(100, '\0'), std::string("SQLite format 3\0", 16)}) {
    const TemporaryFolder folder;
    put(folder.file(), bytes);
    Store s = Store::open(folder.file()).value();
    CHECK(s.mode() == store::Mode::kPersistent);
    CHECK(s.notice().find("damaged") != std::string::npos);
    CHECK(tt::read_file(folder.file().string() + ".damaged-1", 1 << 20).value() == bytes);
    CHECK(s.put_step("pack", "lesson", record(1)).has_value());
    CHECK(Store::open(folder.file()).value().notice().empty());
  }
}

TEST_CASE("an empty file is a new store, not a damaged one") {
  const TemporaryFolder folder;
  put(folder.file(), "");
  CHECK(Store::open(folder.file()).value().notice().empty());
  CHECK(count_damaged(folder.file().parent_path()) == 0);
}

TEST_CASE("200 files damaged at random open, and give true steps or none") {
  const std::string sound = sound_file();
  std::mt19937 random(20261124);
  const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  std::size_t repaired = 0, saved = 0;
  for (int round = 0; round < 200; ++round) {
    CAPTURE(round);
    std::string bytes = sound;
    switch (round % 5) {
      case 0: bytes[below(bytes.size())] ^= static_cast<char>(1 + below(255)); break;  // one byte
      case 1: bytes[below(100)] ^= static_cast<char>(1 + below(255)); break;           // one byte of the header
      case 2: bytes.resize(below(bytes.size())); break;                                // cut short
      case 3: {                                                                        // a block of zeros
        const std::size_t at = below(bytes.size());
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), std::min<std::size_t>(512, bytes.size() - at), '\0');
        break;
      }
      default: {  // a page of noise
        const std::size_t page = below(bytes.size() / 4096);
        for (std::size_t i = 0; i < 4096; ++i) bytes[page * 4096 + i] = static_cast<char>(below(256));
      }
    }
    const TemporaryFolder folder;
    put(folder.file(), bytes);
    tt::Result<Store> s = Store::open(folder.file());
    REQUIRE(s.has_value());
    CHECK_FALSE(s->ephemeral());
    const tt::Result<std::vector<store::StepRecord>> steps = s->steps("pack", "lesson");
    REQUIRE((steps.has_value() || s->mode() == store::Mode::kReadOnly));
    if (steps) CHECK(steps->size() <= kSteps + 1);
    if (s->mode() == store::Mode::kPersistent) CHECK(s->put_step("pack", "lesson", record(0)).has_value());
    // What was repaired stays repaired, and keeps what was saved.
    tt::Result<Store> again = Store::open(folder.file());
    REQUIRE(again.has_value());
    CHECK((again->notice().empty() || again->mode() == store::Mode::kReadOnly));
    if (count_damaged(folder.file().parent_path()) > 0) {
      ++repaired;
      CHECK_FALSE(again->has_consent("c").value());
      saved += steps->empty() ? 0 : 1;
    }
  }
  MESSAGE("repaired " << repaired << " of 200, with steps saved in " << saved);
  CHECK(repaired > 60);
  CHECK(saved > 20);
}

TEST_CASE("steps on both sides of a bad page are saved") {
  const std::string sound = sound_file();
  REQUIRE(sound.size() > 4096 * 6);
  // The leaf pages of "steps" are the ones that hold its text; spoil one in the middle.
  std::vector<std::size_t> leaves;
  for (std::size_t page = 1; page < sound.size() / 4096; ++page) {
    const std::string_view text(sound.data() + page * 4096, 4096);
    if (text.find("PCC 0.9998") != std::string_view::npos) leaves.push_back(page);
  }
  REQUIRE(leaves.size() >= 4);
  std::string bytes = sound;
  std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(leaves[leaves.size() / 2] * 4096), 4096, '\xff');
  const TemporaryFolder folder;
  put(folder.file(), bytes);
  Store s = Store::open(folder.file()).value();
  const std::vector<store::StepRecord> steps = s.steps("pack", "lesson").value();
  CHECK(steps.size() > kSteps / 2);
  CHECK(steps.size() < kSteps);
  for (const store::StepRecord& step : steps) CHECK(step == record(std::stoi(step.step.substr(5))));
  CHECK(s.get("page").value() == "7");
  CHECK(s.notice().find(std::to_string(steps.size()) + " steps") != std::string::npos);
}

TEST_CASE("damage that comes while the store is open is repaired at the next use") {
  const TemporaryFolder folder;
  put(folder.file(), sound_file());
  Store s = Store::open(folder.file()).value();
  REQUIRE(s.steps("pack", "lesson").value().size() == kSteps);
  {
    std::fstream file(folder.file(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096);
    const std::string noise(static_cast<std::size_t>(std::filesystem::file_size(folder.file())) - 4096, '\xee');
    file << noise;
    // The change counter, as another writer would have moved it: pages in memory no longer count.
    file.seekp(24);
    file << "\x7f\x7f\x7f\x7f";
  }
  CHECK(s.put_step("pack", "lesson", record(5)).has_value());
  CHECK(s.steps("pack", "lesson").value() == std::vector{record(5)});
  CHECK(count_damaged(folder.file().parent_path()) == 1);
}

TEST_CASE("a store notices that another one has moved the file aside") {
  const TemporaryFolder folder;
  Store first = Store::open(folder.file()).value();
  REQUIRE(first.put_step("pack", "lesson", record(1)).has_value());
  REQUIRE(store::move_aside(folder.file(), folder.file().string() + ".damaged-1").has_value());
  Store second = Store::open(folder.file()).value();
  REQUIRE(second.put_step("pack", "lesson", record(2)).has_value());
  REQUIRE(first.put_step("pack", "lesson", record(3)).has_value());
  CHECK(second.steps("pack", "lesson").value() == std::vector{record(2), record(3)});
}

TEST_CASE("damaged files are numbered, and the ninth place is reused") {
  const TemporaryFolder folder;
  for (int i = 1; i <= 12; ++i) {
    put(folder.file(), "damage " + std::to_string(i));
    REQUIRE_FALSE(Store::open(folder.file()).value().ephemeral());
  }
  CHECK(count_damaged(folder.file().parent_path()) == 9);
  CHECK(tt::read_file(folder.file().string() + ".damaged-9", 100).value() == "damage 12");
}

TEST_CASE("several stores that meet a damaged file repair it once") {
  const TemporaryFolder folder;
  std::string bytes = sound_file();
  std::fill_n(bytes.end() - 4096, 4096, '\xff');
  put(folder.file(), bytes);
  std::vector<std::thread> threads;
  std::vector<int> good(4);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      tt::Result<Store> s = Store::open(folder.file());
      good[t] = s.has_value() && !s->ephemeral() && s->put_step("pack", "after", record(t)).has_value();
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(good == std::vector{1, 1, 1, 1});
  CHECK(count_damaged(folder.file().parent_path()) == 1);
  CHECK(Store::open(folder.file()).value().steps("pack", "after").value().size() == 4);
}
