// Any bytes as a lesson: it is refused by name, or its HTML keeps to the allow-list and its values to their rules.
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "../unit/lessons/scanner.hpp"
#include "base/utf8.hpp"
#include "lessons/lesson.hpp"
#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto lesson = tt::lessons::parse_lesson("folder/fuzzed.md", text);
  if (!lesson) {
    require(lesson.error().kind == tt::ErrorKind::kTooLarge);
    return 0;
  }
  require(tt::lessons::testing::offence(lesson->html).empty());
  require(tt::utf8::is_valid(lesson->html));
  require(!lesson->front_matter.id.empty());
  std::set<std::string> anchors;
  for (const auto& heading : lesson->headings)
    require(anchors.insert(heading.anchor).second && heading.level >= 1 && heading.level <= 6);
  for (const auto& link : lesson->links) {
    require(link.command.starts_with("tenstorrent.") && tt::utf8::is_valid(link.arguments_json) && tt::utf8::is_valid(link.label));
  }
  for (const auto& block : lesson->blocks) require(tt::utf8::is_valid(block.text) && text.size() + 2 * size >= block.text.size());
  for (const auto& image : lesson->images) require(!("/" + image.path + "/").contains("/../") && !image.path.starts_with('/'));
  for (const auto& problem : lesson->problems) require(tt::utf8::is_valid(problem.message));
  return 0;
}
