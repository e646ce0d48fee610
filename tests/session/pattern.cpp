#include "pattern.hpp"

#include <fmt/format.h>

#include <set>

namespace tt::session {
namespace {

constexpr std::string_view kFurther = "...";

bool is_name(std::string_view text) {
  return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789") == std::string_view::npos;
}

// "$name" -> name; nothing for any other string.
std::optional<std::string> captured_name(const Json& value) {
  if (!value.is_string()) return std::nullopt;
  const std::string& text = value.get_ref<const std::string&>();
  if (!text.starts_with('$') || !is_name(std::string_view(text).substr(1))) return std::nullopt;
  return text.substr(1);
}

std::string as_text(const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

// A matcher of one pattern: `known` grows as it goes, and the caller keeps it only where all of it matched.
struct Matcher {
  Bindings& known;

  std::optional<std::string> match(const Json& pattern, const Json& value, const std::string& path) {
    if (pattern.is_object()) return match_object(pattern, value, path);
    if (pattern.is_array()) return match_array(pattern, value, path);
    if (pattern.is_string()) return match_string(pattern, value, path);
    if (pattern == value) return std::nullopt;
    return fmt::format("{} is {}, not {}", path, value.dump(), pattern.dump());
  }

  std::optional<std::string> match_string(const Json& pattern, const Json& value, const std::string& path) {
    const std::string& raw = pattern.get_ref<const std::string&>();
    if (raw == "*") return std::nullopt;
    if (const auto name = captured_name(pattern)) {
      const auto [kept, is_new] = known.emplace(*name, value);
      if (is_new || kept->second == value) return std::nullopt;
      return fmt::format("{} is {}, not {} as before", path, value.dump(), kept->second.dump());
    }
    const Result<std::string> text = substitute_text(raw, known);
    if (!text) return fmt::format("{}: {}", path, text.error().message);
    if (!value.is_string()) return fmt::format("{} is {}, not a string", path, value.dump());
    const std::string& found = value.get_ref<const std::string&>();
    if (text->starts_with('~') ? found.find(text->substr(1)) != std::string::npos : found == *text) return std::nullopt;
    return fmt::format("{} is {}, not {}", path, value.dump(), Json(*text).dump());
  }

  std::optional<std::string> match_object(const Json& pattern, const Json& value, const std::string& path) {
    if (!value.is_object()) return fmt::format("{} is {}, not an object", path, value.dump());
    std::set<std::string> asked_for;
    for (const auto& [key, member] : pattern.items()) {
      if (key == kFurther) continue;
      const Result<std::string> name = substitute_text(key, known);
      if (!name) return fmt::format("{}: {}", path, name.error().message);
      const auto found = value.find(*name);
      if (found == value.end()) return fmt::format("{} lacks {}", path, *name);
      if (auto wrong = match(member, *found, path + '.' + *name)) return wrong;
      asked_for.insert(*name);
    }
    if (pattern.contains(kFurther)) return std::nullopt;
    for (const auto& [key, member] : value.items()) {
      if (!asked_for.contains(key)) return fmt::format("{} has {} ({}) as well", path, key, member.dump());
    }
    return std::nullopt;
  }

  std::optional<std::string> match_array(const Json& pattern, const Json& value, const std::string& path) {
    if (!value.is_array()) return fmt::format("{} is {}, not an array", path, value.dump());
    std::size_t next = 0;
    bool gap = false;
    for (const Json& element : pattern) {
      if (element == kFurther) {
        gap = true;
        continue;
      }
      std::optional<std::string> wrong = fmt::format("{} has only {} elements", path, value.size());
      for (; next < value.size() && wrong; ++next) {
        Bindings trial = known;
        wrong = Matcher{trial}.match(element, value[next], fmt::format("{}[{}]", path, next));
        if (!wrong) known = std::move(trial);
        if (!gap && wrong) return wrong;
      }
      if (wrong) return gap ? fmt::format("{} has no element like {} there ({})", path, element.dump(), *wrong) : *wrong;
      gap = false;
    }
    if (next < value.size() && !gap) return fmt::format("{} has {} as well", path, value[next].dump());
    return std::nullopt;
  }
};

}  // namespace

Result<Json> parse_pattern(std::string_view text) {
  std::string json;
  std::string open;  // the brackets around the current place
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      json += c;
      if (c == '\\' && i + 1 < text.size()) json += text[++i];
      in_string = c != '"';
      continue;
    }
    if (text.substr(i).starts_with(kFurther)) {
      json += open.ends_with('{') ? R"("...":true)" : R"("...")";
      i += kFurther.size() - 1;
      continue;
    }
    in_string = c == '"';
    if (c == '{' || c == '[') open += c;
    if ((c == '}' || c == ']') && !open.empty()) open.pop_back();
    json += c;
  }
  Json pattern = Json::parse(json, nullptr, false);
  if (pattern.is_discarded()) return fail(ErrorKind::kMalformed, fmt::format("This is no pattern: {}", text));
  return pattern;
}

std::optional<std::string> mismatch(const Json& pattern, const Json& value, Bindings& known) {
  Bindings trial = known;
  std::optional<std::string> wrong = Matcher{trial}.match(pattern, value, "message");
  if (!wrong) known = std::move(trial);
  return wrong;
}

Result<std::string> substitute_text(std::string_view text, const Bindings& known) {
  std::string out;
  for (std::size_t begin = text.find("${"); begin != std::string_view::npos; begin = text.find("${")) {
    const std::size_t end = text.find('}', begin);
    const std::string name(text.substr(begin + 2, end == std::string_view::npos ? end : end - begin - 2));
    const auto found = known.find(name);
    if (end == std::string_view::npos || found == known.end()) {
      return fail(ErrorKind::kMalformed, fmt::format("nothing is known under the name '{}'", name));
    }
    out += text.substr(0, begin);
    out += as_text(found->second);
    text.remove_prefix(end + 1);
  }
  return out + std::string(text);
}

Result<Json> substitute(const Json& value, const Bindings& known) {
  if (const auto name = captured_name(value)) {
    const auto found = known.find(*name);
    if (found == known.end()) return fail(ErrorKind::kMalformed, fmt::format("nothing is known under the name '{}'", *name));
    return found->second;
  }
  if (value.is_string()) {
    Result<std::string> text = substitute_text(value.get_ref<const std::string&>(), known);
    if (!text) return std::unexpected(text.error());
    return Json(std::move(*text));
  }
  if (!value.is_structured()) return value;
  Json out = value;
  for (Json& member : out) {
    Result<Json> replaced = substitute(member, known);
    if (!replaced) return replaced;
    member = std::move(*replaced);
  }
  return out;
}

}  // namespace tt::session
