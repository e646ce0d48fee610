// Reads a checklist from the YAML of a lesson pack.
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <initializer_list>
#include <set>

#include "base/utf8.hpp"
#include "checklist.hpp"

namespace tt::bounties {
namespace {

std::unexpected<Error> malformed(const YAML::Mark& mark, std::string_view why) {
  return fail(ErrorKind::kMalformed, fmt::format("The checklist can't be read, line {}: {}", std::max(mark.line, 0) + 1, why),
              "Tell the author of the lesson pack.");
}

bool is_id(std::string_view id) {
  const auto is_alphanumeric = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  return !id.empty() && id.size() <= 100 && is_alphanumeric(id.front()) &&
         std::ranges::all_of(id, [&](char c) { return is_alphanumeric(c) || c == '-' || c == '_' || c == '.'; });
}

// A text of one line that can stand beside an HTML comment.
bool is_line(std::string_view text) {
  return !text.empty() && std::ranges::none_of(text, [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; }) &&
         !text.contains("<!--") && !text.contains("-->");
}

Result<std::string> read_text(const YAML::Node& map, const char* key) {
  const YAML::Node value = map[key];
  if (!value || !value.IsScalar()) return malformed(map.Mark(), fmt::format("\"{}\" has to be a text.", key));
  if (!is_line(value.Scalar()))
    return malformed(value.Mark(), fmt::format("\"{}\" has to be one line without HTML comments.", key));
  return value.Scalar();
}

Result<std::string> read_id(const YAML::Node& map, std::set<std::string>& seen) {
  Result<std::string> id = read_text(map, "id");
  if (!id) return id;
  if (!is_id(*id))
    return malformed(map.Mark(), fmt::format("the id \"{}\" has to be of letters, digits, -, _ and dots.", utf8::visible(*id)));
  if (!seen.insert(*id).second) return malformed(map.Mark(), fmt::format("the id \"{}\" stands twice.", *id));
  return id;
}

Result<void> check_keys(const YAML::Node& map, std::initializer_list<std::string_view> allowed) {
  if (!map.IsMap()) return malformed(map.Mark(), "a map was expected.");
  for (const auto& entry : map) {
    if (!entry.first.IsScalar() || std::ranges::find(allowed, entry.first.Scalar()) == allowed.end()) {
      return malformed(entry.first.Mark(), fmt::format("the key \"{}\" is unknown.",
                                                       entry.first.IsScalar() ? utf8::visible(entry.first.Scalar()) : "?"));
    }
  }
  return {};
}

// `key` as a list, which may be absent.
Result<YAML::Node> read_list(const YAML::Node& map, const char* key) {
  YAML::Node value = map[key];
  if (!value || value.IsNull()) return YAML::Node(YAML::NodeType::Sequence);
  if (!value.IsSequence()) return malformed(value.Mark(), fmt::format("\"{}\" has to be a list.", key));
  return value;
}

Result<ChecklistItem> read_item(const YAML::Node& node, std::set<std::string>& seen) {
  if (auto checked = check_keys(node, {"id", "text"}); !checked) return std::unexpected(std::move(checked.error()));
  Result<std::string> id = read_id(node, seen);
  if (!id) return std::unexpected(std::move(id.error()));
  Result<std::string> text = read_text(node, "text");
  if (!text) return std::unexpected(std::move(text.error()));
  return ChecklistItem{std::move(*id), std::move(*text)};
}

// Ids so far; because none may come twice, a list that aliases repeat is refused at its second reading.
struct Seen {
  std::set<std::string> phases, items;
};

Result<ChecklistPhase> read_phase(const YAML::Node& node, Seen& seen) {
  if (auto checked = check_keys(node, {"id", "title", "items"}); !checked) return std::unexpected(std::move(checked.error()));
  ChecklistPhase phase;
  Result<std::string> id = read_id(node, seen.phases);
  if (!id) return std::unexpected(std::move(id.error()));
  phase.id = std::move(*id);
  Result<std::string> title = read_text(node, "title");
  if (!title) return std::unexpected(std::move(title.error()));
  phase.title = std::move(*title);
  const Result<YAML::Node> items = read_list(node, "items");
  if (!items) return std::unexpected(items.error());
  for (const YAML::Node& item : *items) {
    Result<ChecklistItem> read = read_item(item, seen.items);
    if (!read) return std::unexpected(std::move(read.error()));
    phase.items.push_back(std::move(*read));
    if (seen.items.size() > kMaxItems)
      return fail(ErrorKind::kTooLarge, fmt::format("The checklist has more than {} items.", kMaxItems));
  }
  return phase;
}

Result<Checklist> read_checklist(const YAML::Node& root) {
  if (auto checked = check_keys(root, {"title", "phases"}); !checked) return std::unexpected(std::move(checked.error()));
  Checklist checklist;
  Result<std::string> title = read_text(root, "title");
  if (!title) return std::unexpected(std::move(title.error()));
  checklist.title = std::move(*title);
  const Result<YAML::Node> phases = read_list(root, "phases");
  if (!phases) return std::unexpected(phases.error());
  Seen seen;
  for (const YAML::Node& node : *phases) {
    Result<ChecklistPhase> phase = read_phase(node, seen);
    if (!phase) return std::unexpected(std::move(phase.error()));
    checklist.phases.push_back(std::move(*phase));
  }
  return checklist;
}

}  // namespace

Result<Checklist> parse_checklist(std::string_view yaml) {
  if (yaml.size() > kMaxChecklist) {
    return fail(ErrorKind::kTooLarge,
                fmt::format("The checklist has {} bytes and may have at most {}.", yaml.size(), kMaxChecklist));
  }
  if (!utf8::is_valid(yaml)) return fail(ErrorKind::kMalformed, "The checklist is not valid UTF-8.");
  try {
    return read_checklist(YAML::Load(std::string(yaml)));
  } catch (const YAML::Exception& e) {
    return malformed(e.mark, fmt::format("{}.", utf8::visible(e.msg)));
  }
}

}  // namespace tt::bounties
