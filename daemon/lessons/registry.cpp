#include "registry.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <tuple>
#include <utility>

#include "entity.hpp"
#include "yaml.hpp"

namespace tt::lessons {
namespace {

constexpr std::size_t kMaxDepth = 16;
constexpr std::string_view kOnCommand = "onCommand:";

std::optional<unsigned> hex4(std::string_view digits) {
  unsigned value = 0;
  if (digits.size() < 4) return std::nullopt;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + 4, value, 16);
  if (error != std::errc{} || end != digits.data() + 4) return std::nullopt;
  return value;
}

// JSON writes a character beyond U+FFFF as two escapes, which YAML refuses.
std::string with_whole_characters(std::string_view json) {
  std::string out;
  for (std::size_t i = 0; i < json.size(); ++i) {
    out += json[i];
    if (json[i] != '\\' || i + 1 >= json.size()) continue;
    const std::string_view rest = json.substr(i + 1);
    const auto high = rest.starts_with('u') ? hex4(rest.substr(1)) : std::nullopt;
    const auto low = high && rest.substr(5).starts_with("\\u") ? hex4(rest.substr(7)) : std::nullopt;
    if (high && low && *high >= 0xD800 && *high < 0xDC00 && *low >= 0xDC00 && *low < 0xE000) {
      out.pop_back();
      append_utf8(out, static_cast<char32_t>(0x10000 + ((*high - 0xD800) << 10) + (*low - 0xDC00)));
      i += 11;
    } else {
      out += json[++i];  // an escaped backslash begins no escape
    }
  }
  return out;
}

// The keys that a registry may repeat, as the front matter has them.
constexpr std::pair<std::string_view, std::string FrontMatter::*> kTexts[] = {
    {"title", &FrontMatter::title},
    {"description", &FrontMatter::description},
    {"category", &FrontMatter::category},
    {"subcategory", &FrontMatter::subcategory},
    {"icon", &FrontMatter::icon},
    {"status", &FrontMatter::status},
    {"blockReason", &FrontMatter::block_reason},
    {"validationDate", &FrontMatter::validation_date},
    {"validationNotes", &FrontMatter::validation_notes},
    {"minTTMetalVersion", &FrontMatter::min_tt_metal_version},
};
constexpr std::pair<std::string_view, std::vector<std::string> FrontMatter::*> kLists[] = {
    {"tags", &FrontMatter::tags},
    {"supportedHardware", &FrontMatter::supported_hardware},
    {"validatedOn", &FrontMatter::validated_on},
    {"prerequisites", &FrontMatter::prerequisites},
};

std::string text_of(const YAML::Node& node) { return node && node.IsScalar() ? node.Scalar() : std::string(); }

std::optional<double> number_of(const YAML::Node& node) {
  const std::string text = text_of(node);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::vector<std::string> list_of(const YAML::Node& node) {
  std::vector<std::string> out;
  if (!node || !node.IsSequence()) return out;
  for (const YAML::Node& item : node) {
    if (item.IsScalar()) out.push_back(item.Scalar());
  }
  return out;
}

std::uint32_t line_of(const YAML::Node& node) {
  return node.Mark().line < 0 ? 0 : static_cast<std::uint32_t>(node.Mark().line) + 1;
}

struct Reader {
  std::string_view file;
  std::vector<Problem>& problems;

  void report(std::uint32_t line, std::string rule, std::string message) {
    problems.push_back({std::string(file), line, Severity::kWarning, std::move(rule), std::move(message)});
  }

  // `null` says that there is none.
  std::optional<std::string> neighbour(const YAML::Node& node) {
    if (!node.IsDefined()) return std::nullopt;
    return text_of(node);
  }

  void events(const YAML::Node& node, RegistryLesson& lesson) {
    for (const std::string& event : list_of(node)) {
      if (event.starts_with(kOnCommand) && event.size() > kOnCommand.size()) {
        lesson.completed_by.push_back(event.substr(kOnCommand.size()));
      } else {
        report(lesson.line, "completion-event-unknown", "Nothing is known to complete a lesson by `" + event + "`.");
      }
    }
  }

  std::optional<RegistryLesson> lesson(const YAML::Node& node) {
    if (!node.IsMap()) {
      report(line_of(node), "registry-malformed", "An entry of `lessons` has to be an object.");
      return std::nullopt;
    }
    RegistryLesson lesson;
    lesson.line = line_of(node);
    lesson.id = text_of(node["id"]);
    lesson.markdown_file = text_of(node["markdownFile"]);
    if (lesson.id.empty() && lesson.markdown_file.empty()) {
      report(lesson.line, "registry-malformed", "An entry of `lessons` has neither `id` nor `markdownFile`.");
      return std::nullopt;
    }
    lesson.order = number_of(node["order"]);
    if (node["order"].IsDefined() && !node["order"].IsNull() && !lesson.order) {
      report(lesson.line, "registry-malformed", "`order` has to be a number.");
    }
    lesson.previous = neighbour(node["previousLesson"]);
    lesson.next = neighbour(node["nextLesson"]);
    events(node["completionEvents"], lesson);
    for (const auto& [key, field] : kTexts) lesson.said.*field = text_of(node[std::string(key)]);
    for (const auto& [key, field] : kLists) lesson.said.*field = list_of(node[std::string(key)]);
    for (std::string& kind : lesson.said.supported_hardware) {
      if (kind == "sim") kind = "simulator";
    }
    if (const auto minutes = number_of(node["estimatedMinutes"]); minutes && *minutes >= 1 && *minutes <= 100'000) {
      lesson.said.estimated_minutes = static_cast<std::uint32_t>(*minutes);
    }
    return lesson;
  }

  std::optional<RegistryCategory> category(const YAML::Node& node) {
    RegistryCategory category;
    if (node.IsMap()) category.id = text_of(node["id"]);
    if (category.id.empty()) {
      report(line_of(node), "registry-malformed", "An entry of `categories` has no `id`.");
      return std::nullopt;
    }
    category.title = text_of(node["title"]);
    if (category.title.empty()) category.title = category.id;
    category.description = text_of(node["description"]);
    category.order = number_of(node["order"]);
    return category;
  }
};

// "content/lessons/a.md" -> "content/lessons"
std::string folder_of(std::string_view file) {
  const std::size_t slash = file.rfind('/');
  return slash == std::string_view::npos ? std::string() : std::string(file.substr(0, slash));
}

std::string below(std::string_view folder, std::string_view name) {
  while (name.starts_with("./")) name.remove_prefix(2);
  return folder.empty() ? std::string(name) : std::string(folder) + '/' + std::string(name);
}

LessonEntry* find_entry(const Registry& registry, const RegistryLesson& lesson, std::span<LessonEntry> entries) {
  const auto by_file = [&](std::string_view file) {
    const auto found = std::ranges::find(entries, file, &LessonEntry::file);
    return found == entries.end() ? nullptr : &*found;
  };
  if (!lesson.markdown_file.empty()) {
    const std::string folder = folder_of(registry.file);
    for (const std::string& file : {below(folder, lesson.markdown_file), below(below(folder, "lessons"), lesson.markdown_file),
                                    below("", lesson.markdown_file)}) {
      if (LessonEntry* found = by_file(file)) return found;
    }
    const std::string stem = file_stem(lesson.markdown_file);
    const auto same = [&](const LessonEntry& entry) { return file_stem(entry.file) == stem; };
    if (std::ranges::count_if(entries, same) == 1) return &*std::ranges::find_if(entries, same);
  }
  const auto found =
      std::ranges::find_if(entries, [&](const LessonEntry& entry) { return entry.lesson.front_matter.id == lesson.id; });
  return found == entries.end() || lesson.id.empty() ? nullptr : &*found;
}

template <class Value>
bool says(const Value& value) {
  return value != Value{};
}

// The keys in which the two differ; what the front matter doesn't say is filled in.
std::vector<std::string> merge(const FrontMatter& said, FrontMatter& front) {
  std::vector<std::string> differ;
  const auto one = [&](std::string_view key, const auto& registry, auto& written) {
    if (!says(registry)) return;
    if (!says(written)) {
      written = registry;
    } else if (written != registry) {
      differ.emplace_back(key);
    }
  };
  for (const auto& [key, field] : kTexts) one(key, said.*field, front.*field);
  for (const auto& [key, field] : kLists) one(key, said.*field, front.*field);
  one("estimatedMinutes", said.estimated_minutes, front.estimated_minutes);
  return differ;
}

std::string list_keys(const std::vector<std::string>& keys) {
  std::string out;
  for (const std::string& key : keys) out += (out.empty() ? "`" : ", `") + key + '`';
  return out;
}

}  // namespace

bool may_be_registry(std::string_view text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  return start != std::string_view::npos && text[start] == '{' && text.contains("\"lessons\"") &&
         (text.contains("\"markdownFile\"") || text.contains("\"id\""));
}

std::optional<Registry> parse_registry(std::string_view file, std::string_view text, std::vector<Problem>& problems) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  Reader reader{file, problems};
  const auto root = load_yaml(with_whole_characters(text), kMaxDepth);
  if (!root) {
    reader.report(root.error().line + 1, "registry-malformed", "The registry can't be read: " + root.error().message + ".");
    return std::nullopt;
  }
  if (!root->IsMap() || !(*root)["lessons"].IsDefined() || !(*root)["lessons"].IsSequence()) return std::nullopt;
  Registry registry;
  registry.file = file;
  registry.revision = revision_of(text);
  if (const YAML::Node categories = (*root)["categories"]; categories && categories.IsSequence()) {
    for (const YAML::Node& node : categories) {
      auto category = reader.category(node);
      if (!category) continue;
      category->place = registry.categories.size();
      registry.categories.push_back(std::move(*category));
    }
  }
  std::ranges::sort(registry.categories, {}, [](const RegistryCategory& category) {
    return std::tuple(!category.order.has_value(), category.order.value_or(0), category.place);
  });
  for (const YAML::Node& node : (*root)["lessons"]) {
    auto lesson = reader.lesson(node);
    if (!lesson) continue;
    lesson->place = registry.lessons.size();
    registry.lessons.push_back(std::move(*lesson));
  }
  return registry;
}

Registry find_registry(const Files& files, std::span<const std::string> lesson_files, std::vector<Problem>& problems) {
  std::set<std::pair<std::ptrdiff_t, std::string>> folders = {{-1, ""}};
  for (const std::string& file : lesson_files) {
    for (std::string folder = folder_of(file); !folder.empty() && folders.size() < 100; folder = folder_of(folder)) {
      folders.emplace(std::ranges::count(folder, '/'), folder);
    }
  }
  Registry found;
  for (const auto& [depth, folder] : folders) {
    const Result<std::vector<std::string>> names = files.list(folder);
    if (!names) continue;
    for (const std::string& name : *names) {
      if (!name.ends_with(".json") || name.starts_with('.')) continue;
      const std::string file = below(folder, name);
      const Result<std::string> text = files.read(file, kRegistryLimit);
      if (!text || !may_be_registry(*text)) continue;
      std::optional<Registry> registry = parse_registry(file, *text, problems);
      if (!registry) continue;
      if (found.file.empty()) {
        found = std::move(*registry);
      } else {
        problems.push_back({file, 0, Severity::kWarning, "registry-second",
                            "The pack's registry is " + found.file + " already; this one is ignored."});
      }
    }
  }
  return found;
}

RegistryFacts apply_registry(const Registry& registry, std::span<LessonEntry> entries, std::vector<Problem>& problems) {
  RegistryFacts facts;
  Reader reader{registry.file, problems};
  for (const RegistryLesson& lesson : registry.lessons) {
    LessonEntry* entry = find_entry(registry, lesson, entries);
    const std::string& name = lesson.id.empty() ? lesson.markdown_file : lesson.id;
    if (entry == nullptr) {
      reader.report(lesson.line, "missing-lesson", "The registry names the lesson '" + name + "', which isn't in the pack.");
      continue;
    }
    FrontMatter& front = entry->lesson.front_matter;
    if (facts.contains(entry->file)) {
      reader.report(lesson.line, "registry-malformed", "The lesson '" + front.id + "' stands twice in `lessons`.");
      continue;
    }
    const FrontMatter before = front;
    std::vector<std::string> differ = merge(lesson.said, front);
    if (!lesson.id.empty() && lesson.id != front.id) differ.insert(differ.begin(), "id");
    if (!differ.empty()) {
      reader.report(lesson.line, "registry-drift",
                    "The registry's entry '" + name + "' and " + entry->file + " differ in " + list_keys(differ) +
                        "; the front matter counts.");
    }
    if (front != before) entry->written = before;
    facts.emplace(entry->file, lesson);
  }
  // Once the ids are known by which the registry may call its lessons.
  for (auto& [file, lesson] : facts) {
    for (auto* neighbour : {&lesson.previous, &lesson.next}) {
      if (!*neighbour || (*neighbour)->empty()) continue;
      auto found = find_lesson(entries, **neighbour);
      if (!found) {
        const auto called = std::ranges::find_if(facts, [&](const auto& fact) { return fact.second.id == **neighbour; });
        if (called != facts.end()) found = std::ranges::find(entries, called->first, &LessonEntry::file) - entries.begin();
      }
      if (found) {
        *neighbour = entries[*found].lesson.front_matter.id;
      } else {
        reader.report(lesson.line, "dangling-lesson", "There is no lesson \"" + **neighbour + "\".");
        neighbour->reset();
      }
    }
  }
  return facts;
}

void sort_entries(std::vector<LessonEntry>& entries, std::span<const std::string> manifest_order, const Registry& registry,
                  const RegistryFacts& facts) {
  if (registry.file.empty()) return sort_entries(entries, manifest_order);
  const auto category_place = [&](const std::string& name) {
    const auto found = std::ranges::find_if(
        registry.categories, [&](const RegistryCategory& category) { return category.id == name || category.title == name; });
    return found - registry.categories.begin();
  };
  const auto key = [&](const LessonEntry& entry) {
    const auto listed = std::ranges::find(manifest_order, entry.file) - manifest_order.begin();
    const FrontMatter& front = entry.lesson.front_matter;
    // What the manifest lists has its place; the rest of the key is the same for all of it.
    if (listed < std::ssize(manifest_order)) {
      return std::tuple(listed, std::ptrdiff_t{0}, std::string(), false, false, 0.0, std::size_t{0}, std::string(), std::string(),
                        entry.file);
    }
    const auto fact = facts.find(entry.file);
    const bool known = fact != facts.end();
    const std::optional<double> order = known ? fact->second.order : std::nullopt;
    const auto group = registry.categories.empty() ? 0 : category_place(front.category);
    const bool own_group = !registry.categories.empty() && group == std::ssize(registry.categories);
    return std::tuple(listed, group, own_group ? front.category : std::string(), !known, !order, order.value_or(0.0),
                      known ? fact->second.place : std::size_t{0}, known ? std::string() : front.category,
                      known ? std::string() : front.title, entry.file);
  };
  std::ranges::sort(entries, {}, key);
}

}  // namespace tt::lessons
