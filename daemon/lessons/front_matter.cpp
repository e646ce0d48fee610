#include "front_matter.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "front_matter_keys.hpp"
#include "yaml.hpp"

namespace tt::lessons {
namespace {

constexpr std::size_t kMaxDepth = 16;

// Cuts the next line off `text`; without its line end.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find_first_of("\r\n");
  const std::string_view line = text.substr(0, end);
  if (end == std::string_view::npos) {
    text = {};
  } else {
    text.remove_prefix(end + (text.substr(end, 2) == "\r\n" ? 2 : 1));
  }
  return line;
}

bool is_rule(std::string_view line, std::string_view mark) {
  while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
  return line == mark;
}

std::string trimmed(std::string value) {
  while (!value.empty() && (value.back() == '\n' || value.back() == ' ')) value.pop_back();
  return value;
}

std::string as_text(const YAML::Node& node) {
  if (node.IsScalar()) return trimmed(node.Scalar());
  if (node.IsNull()) return {};
  YAML::Emitter emitter;
  emitter.SetMapFormat(YAML::Flow);
  emitter.SetSeqFormat(YAML::Flow);
  emitter << node;
  return emitter.c_str();
}

// Whether a text is a day as ISO 8601 writes it; whether the month has that day isn't looked at.
bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (std::size_t i : {0u, 1u, 2u, 3u, 5u, 6u, 8u, 9u}) {
    if (text[i] < '0' || text[i] > '9') return false;
  }
  const std::string_view month = text.substr(5, 2), day = text.substr(8, 2);
  return month >= "01" && month <= "12" && day >= "01" && day <= "31";
}

// One pass over the map: collects values and what is wrong with them.
struct Reader {
  std::string_view file;
  std::uint32_t first_line;
  FrontMatterResult result;

  void report(const YAML::Node& node, Severity severity, std::string rule, std::string message, std::string subject = {}) {
    const std::uint32_t line = node.Mark().line < 0 ? 0 : first_line + static_cast<std::uint32_t>(node.Mark().line);
    result.problems.push_back({std::string(file), line, severity, std::move(rule), std::move(message), std::move(subject)});
  }

  void text(const std::string& key, const YAML::Node& node, std::string& out) {
    if (node.IsScalar() || node.IsNull()) {
      out = as_text(node);
    } else {
      report(node, Severity::kError, "front-matter-malformed", "`" + key + "` has to be text.");
    }
  }

  void list(const std::string& key, const YAML::Node& node, std::vector<std::string>& out) {
    if (node.IsNull()) return;
    if (node.IsScalar()) {  // a single item written without brackets
      out.push_back(as_text(node));
      return;
    }
    if (!node.IsSequence()) return report(node, Severity::kError, "front-matter-malformed", "`" + key + "` has to be a list.");
    for (const YAML::Node& item : node) {
      if (item.IsScalar()) {
        out.push_back(as_text(item));
      } else {
        report(item, Severity::kError, "front-matter-malformed", "`" + key + "` has to be a list of texts.");
      }
    }
  }

  void hardware(const std::string& key, const YAML::Node& node, std::vector<std::string>& out) {
    list(key, node, out);
    for (std::string& name : out) {
      if (name == "sim") name = "simulator";  // an older spelling
      if (std::ranges::find(kHardware, name) != kHardware.end()) continue;
      YAML::Node at = node;
      for (std::size_t i = 0; node.IsSequence() && i < node.size(); ++i) {
        if (node[i].IsScalar() && as_text(node[i]) == name) at.reset(node[i]);
      }
      report(at, Severity::kWarning, "hardware-unknown", "`" + key + "` names hardware that isn't known: \"" + name + "\".", name);
    }
  }

  void value_rules(const std::string& key, const YAML::Node& node, const std::string& value) {
    const FrontMatterKey* known = find_front_matter_key(key);
    if (known == nullptr || value.empty()) return;
    if (known->kind == KeyKind::kStatus && std::ranges::find(kStatuses, value) == kStatuses.end()) {
      report(node, Severity::kWarning, "front-matter-value", "`status` is draft, validated or blocked, and not \"" + value + "\".",
             value);
    }
    if (known->kind == KeyKind::kDate && !is_date(value)) {
      report(node, Severity::kWarning, "front-matter-value",
             "`" + key + "` is a day such as 2026-04-16, and not \"" + value + "\".", value);
    }
  }

  void minutes(const YAML::Node& node) {
    const std::string written = node.IsScalar() ? as_text(node) : std::string();
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), value);
    if (error != std::errc{} || end != written.data() + written.size() || value == 0 || value > 100000) {
      return report(node, Severity::kError, "front-matter-malformed",
                    "`estimatedMinutes` has to be a whole number from 1 to 100000.", "estimatedMinutes");
    }
    result.value.estimated_minutes = value;
  }

  void entry(const std::string& key, const YAML::Node& node) {
    FrontMatter& v = result.value;
    const std::pair<std::string_view, std::string*> texts[] = {
        {"id", &v.id},
        {"title", &v.title},
        {"description", &v.description},
        {"category", &v.category},
        {"subcategory", &v.subcategory},
        {"icon", &v.icon},
        {"status", &v.status},
        {"blockReason", &v.block_reason},
        {"validationDate", &v.validation_date},
        {"validationNotes", &v.validation_notes},
        {"note", &v.note},
        {"minTTMetalVersion", &v.min_tt_metal_version},
        {"recommended_metal_version", &v.recommended_metal_version},
        {"expandByDefault", &v.expand_by_default},
    };
    for (const auto& [name, field] : texts) {
      if (key != name) continue;
      text(key, node, *field);
      return value_rules(key, node, *field);
    }
    if (key == "tags") return list(key, node, v.tags);
    if (key == "supportedHardware") return hardware(key, node, v.supported_hardware);
    if (key == "validatedOn") return hardware(key, node, v.validated_on);
    if (key == "prerequisites") return list(key, node, v.prerequisites);
    if (key == "playground") return void(v.playground = as_text(node));
    if (key == "estimatedMinutes") return minutes(node);
    v.unknown.emplace_back(key, as_text(node));
    report(node, Severity::kWarning, "front-matter-key-unknown", "The front matter has a key that isn't known: `" + key + "`.",
           key);
  }
};

}  // namespace

Split split_front_matter(std::string_view text) {
  Split split;
  split.body = text;
  std::string_view rest = text;
  if (!is_rule(take_line(rest), "---")) return split;
  split.found = true;
  const char* const yaml_begin = rest.data();
  std::uint32_t line = 1;
  while (!rest.empty()) {
    const char* const line_begin = rest.data();
    const std::string_view current = take_line(rest);
    ++line;
    if (is_rule(current, "---") || is_rule(current, "...")) {
      split.closed = true;
      split.yaml = {yaml_begin, static_cast<std::size_t>(line_begin - yaml_begin)};
      split.body = rest;
      split.body_line = line + 1;
      return split;
    }
  }
  return split;
}

bool is_lesson(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const Split split = split_front_matter(text);
  const std::string lines = "\n" + std::string(split.yaml);
  const auto has = [&](std::string_view key) { return lines.contains("\n" + std::string(key) + ":"); };
  constexpr std::string_view kTelling[] = {"supportedHardware", "estimatedMinutes",  "validatedOn",
                                           "validationDate",    "minTTMetalVersion", "recommended_metal_version"};
  return split.closed && has("id") && std::ranges::any_of(kTelling, has);
}

FrontMatterResult parse_front_matter(std::string_view file, std::string_view yaml, std::uint32_t first_line) {
  Reader reader{file, first_line, {}};
  const auto malformed = [&](std::uint32_t line, std::string message) {
    reader.result.problems.push_back({std::string(file), line, Severity::kError, "front-matter-malformed", std::move(message)});
  };
  if (yaml.size() > kFrontMatterLimit) {
    malformed(first_line, "The front matter is larger than 65536 bytes.");
    return reader.result;
  }
  const auto root = load_yaml(yaml, kMaxDepth);
  if (!root) {
    malformed(first_line + root.error().line, "The front matter can't be read: " + root.error().message + ".");
    return reader.result;
  }
  if (!root->IsMap()) {
    malformed(first_line, "The front matter has to be a map of keys and values.");
    return reader.result;
  }
  std::set<std::string> seen;
  for (const auto& item : *root) {
    if (!item.first.IsScalar()) {
      reader.report(item.first, Severity::kError, "front-matter-malformed", "A key of the front matter has to be text.");
    } else if (!seen.insert(item.first.Scalar()).second) {
      reader.report(item.first, Severity::kError, "front-matter-malformed",
                    "`" + item.first.Scalar() + "` stands twice in the front matter.");
    } else {
      reader.entry(item.first.Scalar(), item.second);
    }
  }
  for (const auto& [key, value] : {std::pair<const char*, const std::string&>{"id", reader.result.value.id},
                                   std::pair<const char*, const std::string&>{"title", reader.result.value.title}}) {
    if (value.empty()) {
      reader.result.problems.push_back({std::string(file), first_line, Severity::kError, "front-matter-missing",
                                        std::string("The front matter has no `") + key + "`.", key});
    }
  }
  if (reader.result.value.status == "blocked" && reader.result.value.block_reason.empty()) {
    reader.result.problems.push_back({std::string(file), first_line, Severity::kWarning, "front-matter-missing",
                                      "A blocked lesson says why: the front matter has no `blockReason`.", "blockReason"});
  }
  return reader.result;
}

}  // namespace tt::lessons
