#include "log_index.hpp"

#include "bytes.hpp"
#include "crc32.hpp"

namespace tt::jobdir {

std::string encode_index_entry(const IndexEntry& entry) {
  std::string out;
  out.reserve(kIndexEntryBytes);
  put(out, entry.offset);
  put(out, entry.boottime_ns);
  put(out, entry.flags);
  put(out, crc32(out));
  return out;
}

std::vector<IndexEntry> decode_index(std::string_view bytes) {
  std::vector<IndexEntry> entries;
  for (; bytes.size() >= kIndexEntryBytes; bytes.remove_prefix(kIndexEntryBytes)) {
    ByteReader reader(bytes);
    IndexEntry entry;
    entry.offset = reader.take<std::uint64_t>();
    entry.boottime_ns = reader.take<std::int64_t>();
    entry.flags = reader.take<std::uint32_t>();
    if (reader.take<std::uint32_t>() != crc32(bytes.substr(0, kIndexEntryBytes - 4))) break;
    if (!entries.empty() && entry.offset < entries.back().offset) break;
    entries.push_back(entry);
  }
  return entries;
}

}  // namespace tt::jobdir
