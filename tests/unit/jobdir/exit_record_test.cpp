#include "jobdir/exit_record.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>

#include "base/files.hpp"
#include "temporary_folder.hpp"

using namespace tt;
using namespace tt::jobdir;

namespace {

const ExitRecord kRecord{ExitState::kCancelled, std::nullopt, 9, 0, 1'790'000'000'123, 77, -1, 1ull << 40, 3, 1ull << 39};

}  // namespace

TEST_CASE("every kind of end survives the way") {
  const ExitRecord records[] = {{ExitState::kExited, 0, std::nullopt, 0, 1, 2, 3, 4, 0},
                                {ExitState::kExited, 255, std::nullopt, 0, 1, 2, 3, 4, 5},
                                {ExitState::kSignaled, std::nullopt, 11, 0, 1, 2, 3, 4, 5},
                                {ExitState::kExecFailed, std::nullopt, std::nullopt, 2, 1, 2, 0, 0, 0},
                                {ExitState::kTimedOut, 1, std::nullopt, 0, 1, 2, 3, 4, 5},
                                kRecord};
  for (const ExitRecord& record : records) {
    const std::string slot = encode_exit_slot(record);
    REQUIRE(slot.size() == kExitSlotBytes);
    CHECK(decode_exit_file(slot + slot).value() == record);
  }
}

TEST_CASE("one good slot is enough, and none is no record") {
  const std::string slot = encode_exit_slot(kRecord);
  const std::string zeros(kExitSlotBytes, '\0');
  CHECK(decode_exit_file(slot + zeros).value() == kRecord);
  CHECK(decode_exit_file(zeros + slot).value() == kRecord);
  CHECK(decode_exit_file(slot).value() == kRecord);
  CHECK_FALSE(decode_exit_file(zeros + zeros).has_value());
  CHECK_FALSE(decode_exit_file({}).has_value());
  CHECK_FALSE(decode_exit_file(zeros + slot.substr(0, 511)).has_value());
}

TEST_CASE("a slot torn or changed at any byte is told from a whole one") {
  const std::string slot = encode_exit_slot(kRecord);
  for (std::size_t i = 0; i < slot.size(); ++i) {
    std::string changed = slot;
    changed[i] = static_cast<char>(changed[i] ^ 0x40);
    CHECK_FALSE(decode_exit_file(changed).has_value());
    // Written up to here over zeros. The padding is zero anyway, so only the part with content can be torn.
    std::string torn = slot.substr(0, i) + std::string(slot.size() - i, '\0');
    if (torn != slot) CHECK_FALSE(decode_exit_file(torn).has_value());
    CHECK(decode_exit_file(torn + slot).value() == kRecord);
  }
}

TEST_CASE("a preallocated file is no record until one is written, and keeps its size") {
  const TemporaryFolder place;
  const Fd folder{::open(place.path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  const Result<Fd> file = preallocate_exit_file(folder.get());
  REQUIRE(file.has_value());
  CHECK_FALSE(preallocate_exit_file(folder.get()).has_value());
  CHECK(std::filesystem::file_size(place.path / "exit") == kExitFileBytes);
  CHECK_FALSE(read_exit_record(place.path).has_value());
  REQUIRE(write_exit_record(file->get(), kRecord).has_value());
  CHECK(read_exit_record(place.path).value() == kRecord);
  CHECK(std::filesystem::file_size(place.path / "exit") == kExitFileBytes);
}

TEST_CASE("a record from before logs had a limit says that nothing was given up") {
  ExitRecord record = kRecord;
  record.gap_bytes = 0;
  const std::string slot = encode_exit_slot(record);
  // 8 of magic, 6 of 4, 5 of 8: the new field lies where zeros were, so the older slot is this very one.
  CHECK(slot.substr(72, 8) == std::string(8, '\0'));
  CHECK(encode_exit_slot(kRecord).substr(0, 72) == slot.substr(0, 72));
  CHECK(decode_exit_file(slot).value().gap_bytes == 0);
}
