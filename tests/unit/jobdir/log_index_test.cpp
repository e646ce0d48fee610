#include "jobdir/log_index.hpp"

#include <doctest/doctest.h>

using namespace tt::jobdir;

TEST_CASE("an index is read up to its first torn, corrupt or unordered record") {
  const std::vector<IndexEntry> entries{{0, 10, 0}, {70'000, 20, kIndexGap}, {70'001, 20, 0}};
  std::string bytes;
  for (const IndexEntry& entry : entries) bytes += encode_index_entry(entry);
  REQUIRE(bytes.size() == 3 * kIndexEntryBytes);
  CHECK(decode_index(bytes) == entries);
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
    CHECK(decode_index(std::string_view(bytes).substr(0, cut)).size() == cut / kIndexEntryBytes);
    std::string changed = bytes;
    changed[cut] = static_cast<char>(changed[cut] ^ 1);
    CHECK(decode_index(changed).size() == cut / kIndexEntryBytes);
  }
  CHECK(decode_index(bytes + encode_index_entry({5, 30, 0})) == entries);
}
