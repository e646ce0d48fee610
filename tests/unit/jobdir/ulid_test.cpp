#include "jobdir/ulid.hpp"

#include <doctest/doctest.h>

using namespace tt::jobdir;

TEST_CASE("ULIDs grow, within a millisecond and when the clock goes back") {
  UlidSource source;
  std::string last = source.next(1000);
  for (const std::int64_t now : {1000, 1000, 1001, 900, 0, -5, 1001, 2000}) {
    const std::string next = source.next(now);
    CHECK(is_ulid(next));
    CHECK(next > last);
    last = next;
  }
  for (int i = 0; i < 10'000; ++i) {
    const std::string next = source.next(2000);
    CHECK(next > last);
    last = next;
  }
}

TEST_CASE("a ULID tells its time") {
  UlidSource source;
  CHECK(ulid_wall_ms(source.next(1'469'918'176'385)) == 1'469'918'176'385);
  CHECK(source.next(1'469'918'176'386).substr(0, 10) == "01ARYZ6S42");
  CHECK(ulid_wall_ms("01ARYZ6S41TSV4RRFFQ69G5FAV") == 1'469'918'176'385);
}

TEST_CASE("two sources make different ULIDs in the same millisecond") {
  UlidSource a, b;
  CHECK(a.next(5) != b.next(5));
}

TEST_CASE("what isn't a ULID is told apart") {
  CHECK(is_ulid("01ARYZ6S41TSV4RRFFQ69G5FAV"));
  for (const char* text : {"", "01ARYZ6S41TSV4RRFFQ69G5FA", "01ARYZ6S41TSV4RRFFQ69G5FAVX", "81ARYZ6S41TSV4RRFFQ69G5FAV",
                           "01aryz6s41tsv4rrffq69g5fav", "01ARYZ6S41TSV4RRFFQ69G5FAI", "../YZ6S41TSV4RRFFQ69G5FAVX"}) {
    CHECK_FALSE(is_ulid(text));
    CHECK_FALSE(ulid_wall_ms(text).has_value());
  }
}
