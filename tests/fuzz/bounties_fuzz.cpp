// Any bytes as a checklist's YAML and as the user's file: a merge is complete, and done after one time.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "bounties/checklist.hpp"
#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const tt::bounties::Checklist list{"T", {{"one", "First", {{"a", "Do a"}, {"b", "Do b"}}}, {"two", "Second", {{"c", "Do c"}}}}};
  const std::string merged = merge_checklist(text, list);
  require(merged.size() >= text.size());
  require(merge_checklist(merged, list) == merged);
  if (const auto parsed = tt::bounties::parse_checklist(text)) {
    const std::string fresh = new_checklist(*parsed);
    require(merge_checklist(fresh, *parsed) == fresh);
  }
  return 0;
}
