#include "fields.hpp"

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"
#include "contains.hpp"

namespace tt::commands {
namespace {

constexpr std::size_t kMaxProblems = 200;

// The start of a sentence from the middle of one.
std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

}  // namespace

void Problems::error(std::uint32_t line, std::string_view rule, std::string message) {
  ++errors;
  if (errors > kMaxProblems) return;
  if (errors == kMaxProblems)
    return list.push_back({line, Severity::kError, "too-many", "There are more problems than are listed here."});
  list.push_back({line, Severity::kError, std::string(rule), std::move(message)});
}

Fields::Fields(const Yaml& node, std::string what, Problems& problems) : node_(node), what_(std::move(what)), problems_(problems) {
  if (node.kind != Yaml::Kind::kMap) problems.error(node.line, "wrong-type", capitalised(what_) + " has to be a map.");
}

const Yaml* Fields::take(std::string_view key) {
  taken_.emplace_back(key);
  const auto entry = std::ranges::find(node_.entries, key, &YamlEntry::key);
  return entry == node_.entries.end() || entry->value.kind == Yaml::Kind::kNull ? nullptr : &entry->value;
}

std::string Fields::text(std::string_view key) {
  const Yaml* value = take(key);
  if (value == nullptr) return {};
  if (value->kind != Yaml::Kind::kScalar || value->text.contains('\n')) {
    error(*value, "wrong-type", fmt::format("\"{}\" of {} has to be a text of one line.", key, what_));
    return {};
  }
  return value->text;
}

std::string Fields::required_text(std::string_view key) {
  const std::size_t before = problems_.errors;
  std::string value = text(key);
  if (value.empty() && problems_.errors == before)
    error(node_, "missing-key", fmt::format("{} lacks \"{}\".", capitalised(what_), key));
  return value;
}

std::optional<bool> Fields::boolean(std::string_view key) {
  const Yaml* value = take(key);
  if (value == nullptr) return std::nullopt;
  if (value->plain && value->text == "true") return true;
  if (value->plain && value->text == "false") return false;
  error(*value, "wrong-type", fmt::format("\"{}\" of {} has to be true or false.", key, what_));
  return std::nullopt;
}

std::optional<double> Fields::number(std::string_view key) {
  const Yaml* value = take(key);
  if (value == nullptr) return std::nullopt;
  const Value typed = value->kind == Yaml::Kind::kScalar ? typed_value(*value) : Value{};
  if (const auto* integer = std::get_if<std::int64_t>(&typed)) return static_cast<double>(*integer);
  if (const auto* number = std::get_if<double>(&typed)) return *number;
  error(*value, "wrong-type", fmt::format("\"{}\" of {} has to be a number.", key, what_));
  return std::nullopt;
}

std::optional<std::int64_t> Fields::integer(std::string_view key, std::int64_t minimum, std::int64_t maximum) {
  const Yaml* value = take(key);
  if (value == nullptr) return std::nullopt;
  const Value typed = value->kind == Yaml::Kind::kScalar ? typed_value(*value) : Value{};
  const auto* integer = std::get_if<std::int64_t>(&typed);
  if (integer != nullptr && *integer >= minimum && *integer <= maximum) return *integer;
  error(*value, "wrong-type", fmt::format("\"{}\" of {} has to be an integer from {} to {}.", key, what_, minimum, maximum));
  return std::nullopt;
}

std::span<const Yaml> Fields::list(std::string_view key) {
  const Yaml* value = take(key);
  if (value == nullptr) return {};
  if (value->kind != Yaml::Kind::kSequence) error(*value, "wrong-type", fmt::format("\"{}\" of {} has to be a list.", key, what_));
  return value->items;
}

std::span<const YamlEntry> Fields::map(std::string_view key) {
  const Yaml* value = take(key);
  if (value == nullptr) return {};
  if (value->kind != Yaml::Kind::kMap) error(*value, "wrong-type", fmt::format("\"{}\" of {} has to be a map.", key, what_));
  return value->entries;
}

void Fields::finish() {
  for (const auto& [key, value] : node_.entries) {
    if (contains(taken_, key)) continue;
    error(value, "unknown-key", fmt::format("{} has the unknown key \"{}\".", capitalised(what_), utf8::visible(key)));
  }
}

bool is_plain_id(std::string_view id) {
  const auto is_alphanumeric = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  return !id.empty() && id.size() <= 100 && is_alphanumeric(id.front()) &&
         std::ranges::all_of(id, [&](char c) { return is_alphanumeric(c) || c == '-' || c == '_' || c == '.'; });
}

}  // namespace tt::commands
