#include "jobdir/log_gap.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>

#include "temporary_folder.hpp"

using namespace tt;
using namespace tt::jobdir;

namespace {

constexpr LogGap kGap{1000, 5000, 70, 3, 1'000'000, 20};

}  // namespace

TEST_CASE("a gap record is read as it was written") {
  const TemporaryFolder place;
  const Fd folder{::open(place.path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  const Result<Fd> file = create_gap_file(folder.get(), {});
  REQUIRE(file.has_value());
  CHECK(read_gap(file->get()) == LogGap{});
  REQUIRE(write_gap(file->get(), kGap).has_value());
  CHECK(read_gap(open_gap_file(place.path).get()) == kGap);
  CHECK_FALSE(create_gap_file(folder.get(), kGap).has_value());
}

TEST_CASE("a slot that was half written leaves the other one") {
  LogGap newer = kGap;
  newer.end = 9000;
  const std::string old_slot = encode_gap_slot(kGap);
  const std::string new_slot = encode_gap_slot(newer);
  REQUIRE(old_slot.size() == kGapSlotBytes);
  CHECK(decode_gap_file(new_slot + old_slot) == newer);
  CHECK(decode_gap_file(old_slot + new_slot) == newer);
  CHECK(decode_gap_file(old_slot) == kGap);
  for (std::size_t at = 0; at < kGapSlotBytes; ++at) {
    std::string torn = new_slot;
    torn[at] = static_cast<char>(torn[at] ^ 1);
    CHECK(decode_gap_file(torn + old_slot) == kGap);
    CHECK(decode_gap_file(torn + torn) == LogGap{});
    CHECK(decode_gap_file(new_slot.substr(0, at)) == LogGap{});
  }
}

TEST_CASE("a gap covers its first byte and not its end") {
  CHECK_FALSE(kGap.covers(999));
  CHECK(kGap.covers(1000));
  CHECK(kGap.covers(4999));
  CHECK_FALSE(kGap.covers(5000));
  CHECK(kGap.missing() == 4003);
}

TEST_CASE("where there is no record there is no gap") {
  const TemporaryFolder place;
  CHECK_FALSE(open_gap_file(place.path));
  CHECK(read_gap(-1) == LogGap{});
}
